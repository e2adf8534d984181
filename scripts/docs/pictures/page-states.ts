/** The pages that the demo server offers. */
import { DESKTOP, PHONE, type State } from './state.ts';
import { find, LAUNCHER, rest } from './steps.ts';

const TALL = { ...DESKTOP, height: 1000 };

export const pageStates: State[] = [
  {
    name: 'front-page',
    shows: 'The page at /.',
    at: { path: '' },
    context: { viewport: TALL },
    reach: async (page) => void (await find(page, LAUNCHER)),
  },
  {
    name: 'front-page-dark',
    shows: 'The page at /, dark.',
    at: { path: '' },
    context: { viewport: TALL, colorScheme: 'dark' },
    reach: async (page) => void (await find(page, LAUNCHER)),
  },
  {
    name: 'front-page-phone',
    shows: 'The page at / at 390 px.',
    at: { path: '' },
    context: { viewport: PHONE, hasTouch: true, isMobile: true },
    reach: async (page) => void (await find(page, LAUNCHER)),
  },
  {
    name: 'configurator',
    shows: 'The page where an owner chooses options.',
    at: { path: 'configure' },
    context: { viewport: TALL },
    reach: async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor({ timeout: 8000 });
      await rest(page);
    },
  },
  { name: 'gallery', shows: 'The top of the gallery.', at: { path: 'gallery' }, context: { viewport: TALL } },
];
