/** No button, badge, number or inline code breaks inside a word, at any width, in three languages. */
import { expect, it } from 'vitest';
import { brokenWords } from '../../harness/hostile/broken-words.ts';
import { changeLook, narrowWidths, visitGallery } from '../../harness/pages/gallery-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();

it.each(narrowWidths)(
  '%i px: no word and no number continues on a second line, in three languages',
  async (width) => {
    const { page } = await visitGallery(site, { width });
    for (const locale of ['en', 'de-DE', 'ar']) {
      await changeLook(page, { locale });
      expect(await brokenWords(page), locale).toEqual([]);
    }
  },
  120_000,
);
