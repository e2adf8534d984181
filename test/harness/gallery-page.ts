/** The gallery: every state of the element on one page, in one look. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Site } from './site.ts';
import type { Visitor } from './visitor.ts';

export interface GalleryLook {
  scheme?: 'light' | 'dark';
  /** `ar` for right to left. */
  locale?: string;
  /** Of each chat, in pixels. */
  width?: 390 | 1280;
}

export const galleryWidths = [390, 1280] as const;
/** How many states it shows: one that silently does not come up would otherwise not be missed. */
export const galleryStates = 22;

/** Opens it and waits until every state has been reached and nothing is being fetched. */
export async function visitGallery(
  site: Site,
  look: GalleryLook = {},
  context: BrowserContextOptions = {},
): Promise<Visitor> {
  const visitor = await site.visit(
    `${site.server.url}gallery?${new URLSearchParams({ width: String(look.width ?? 390) })}`,
    {
      viewport: { width: (look.width ?? 390) + 70, height: 900 },
      reducedMotion: 'reduce',
      ...context,
    },
  );
  const { page } = visitor;
  await page.waitForFunction(
    (wanted) => document.querySelectorAll('#gallery > figure > .stage > openai-chatkit[data-loaded]').length === wanted,
    galleryStates,
  );
  await page.waitForLoadState('networkidle');
  await changeLook(page, look);
  return visitor;
}

/** Changes the look of all chats in place, as a visitor of the gallery does. */
export async function changeLook(page: Page, { scheme = 'light', locale = 'en' }: GalleryLook): Promise<void> {
  await page.locator('select[name=scheme]').selectOption(scheme);
  await page.locator('select[name=locale]').selectOption(locale);
  await page.waitForFunction(
    ({ scheme, locale }) =>
      // One state keeps to Arabic, whatever is chosen.
      [...document.querySelectorAll<HTMLElement>('openai-chatkit')].every(
        (chat) =>
          chat.dataset['colorScheme'] === scheme &&
          [locale, 'ar'].includes(chat.shadowRoot?.querySelector<HTMLElement>('.chat')?.lang ?? ''),
      ) && document.querySelector('openai-chatkit')?.shadowRoot?.querySelector<HTMLElement>('.chat')?.lang === locale,
    { scheme, locale },
  );
  await page.waitForLoadState('networkidle');
}
