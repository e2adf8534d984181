/** The gallery page, which shows every state of the element in one theme. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Site } from './site.ts';
import type { Visitor } from '../browsers/visitor.ts';

export interface GalleryLook {
  scheme?: 'light' | 'dark';
  /** `ar` for right to left. */
  locale?: string;
  /** The width of each chat in pixels. */
  width?: 320 | 390 | 640 | 1280;
}

export const galleryWidths = [390, 1280] as const;
/** The widths at which lines are short: a small phone, a phone, a wide panel. */
export const narrowWidths = [320, 390, 640] as const;
/** The number of states, so that a state that does not appear is noticed. */
export const galleryStates = 44;

/** Opens the gallery and waits until every state is reached and nothing is loading. */
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

/** Changes the theme of all chats in place, as a visitor of the gallery does. */
export async function changeLook(page: Page, { scheme = 'light', locale = 'en' }: GalleryLook): Promise<void> {
  await page.locator('select[name=scheme]').selectOption(scheme);
  await page.locator('select[name=locale]').selectOption(locale);
  await page.waitForFunction(
    ({ scheme, locale }) =>
      // A few states are always in their own language.
      [...document.querySelectorAll<HTMLElement>('openai-chatkit')].every(
        (chat) =>
          chat.dataset['colorScheme'] === scheme &&
          [locale, 'ar', 'de-DE'].includes(chat.shadowRoot?.querySelector<HTMLElement>('.chat')?.lang ?? ''),
      ) && document.querySelector('openai-chatkit')?.shadowRoot?.querySelector<HTMLElement>('.chat')?.lang === locale,
    { scheme, locale },
  );
  await page.waitForLoadState('networkidle');
}
