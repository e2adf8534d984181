import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPageUnread, type PageUnread } from './page-unread.ts';

const RED =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="lime"/></svg>';
let page: PageUnread | undefined;
const signals = (names: string) => (page = createPageUnread(names));
const icons = () => [...document.querySelectorAll<HTMLLinkElement>('link[rel="icon"]')].map(({ href }) => href);

beforeEach(() => {
  document.title = 'Shop';
  document.querySelectorAll('link[rel~="icon"]').forEach((link) => link.remove());
});
afterEach(() => {
  page?.stop();
  page = undefined;
  vi.restoreAllMocks();
});

it('counts in the title, follows the page’s own changes, and restores the title', async () => {
  const { show } = signals('title');
  show(2, false);
  expect(document.title).toBe('(2) Shop');
  show(3, false);
  expect(document.title).toBe('(3) Shop');
  document.title = 'Basket';
  await vi.waitFor(() => expect(document.title).toBe('(3) Basket'));
  show(0, false);
  expect(document.title).toBe('Basket');
  document.title = 'Checkout';
  await new Promise(requestAnimationFrame);
  expect(document.title).toBe('Checkout');
});

it('leaves a page without a title without one', () => {
  document.title = '';
  signals('title').show(1, false);
  expect(document.title).toBe('(1)');
  page?.show(2, false);
  expect(document.title).toBe('(2)');
  page?.stop();
  expect(document.title).toBe('');
});

it('keeps a title that begins with brackets', () => {
  document.title = '(7) wonders';
  signals('title').show(1, false);
  expect(document.title).toBe('(1) (7) wonders');
  page?.stop();
  expect(document.title).toBe('(7) wonders');
});

it('draws a dot on the page’s icon, and restores the icon', async () => {
  document.head.insertAdjacentHTML('beforeend', `<link rel="shortcut icon" sizes="any" href='${RED}'>`);
  signals('favicon').show(1, false);
  await vi.waitFor(() => expect(icons()).toHaveLength(1));
  expect(document.querySelector('link[rel="shortcut icon"]')).toBeNull();
  const drawn = new Image();
  drawn.src = icons()[0] ?? '';
  await drawn.decode();
  const canvas = new OffscreenCanvas(32, 32).getContext('2d');
  canvas?.drawImage(drawn, 0, 0);
  const pixel = (x: number, y: number) => Array.from(canvas?.getImageData(x, y, 1, 1).data ?? []).slice(0, 3);
  expect(pixel(4, 28)).toEqual([0, 255, 0]);
  expect(pixel(23, 9)).toEqual([217, 45, 32]);
  page?.show(0, false);
  expect(icons()).toEqual([]);
  expect(document.querySelector<HTMLLinkElement>('link[rel="shortcut icon"]')?.href).toContain('lime');
});

it('marks the new icon when a single-page app replaces it, and leaves nothing of the old one', async () => {
  document.head.insertAdjacentHTML('beforeend', `<link rel="icon" href='${RED}'>`);
  signals('favicon').show(1, false);
  await vi.waitFor(() => expect(icons()[0]).toMatch(/^data:image\/png/));
  const before = icons()[0];
  document.querySelector('link[rel="icon"]')?.remove();
  document.head.insertAdjacentHTML('beforeend', `<link rel="icon" href='${RED.replace('lime', 'blue')}'>`);
  await vi.waitFor(() => expect(icons()).toEqual([expect.stringMatching(/^data:image\/png/)]));
  expect(icons()[0]).not.toBe(before);
  page?.show(0, false);
  expect(icons()).toEqual([expect.stringContaining('blue')]);
});

it('shows the dot alone if the icon cannot be read', async () => {
  document.head.insertAdjacentHTML('beforeend', '<link rel="icon" href="/no-such-icon.png">');
  signals('favicon').show(1, false);
  await vi.waitFor(() => expect(icons()[0]).toMatch(/^data:image\/png/));
});

it('sets the badge of an installed app, and clears it', () => {
  const set = vi.fn(async () => {});
  Object.defineProperty(navigator, 'setAppBadge', { value: set, configurable: true });
  signals('app').show(4, false);
  page?.stop();
  expect(set.mock.calls).toEqual([[4], [0]]);
});

it('plays a sound for a new answer if asked to', async () => {
  const made = vi.fn();
  const Real = AudioContext;
  vi.stubGlobal('AudioContext', function () {
    made();
    return new Real();
  });
  Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: true }, configurable: true });
  const { show } = signals('sound');
  show(1, false);
  show(0, false);
  expect(made).not.toHaveBeenCalled();
  show(1, true);
  await vi.waitFor(() => expect(made).toHaveBeenCalledTimes(1));
  vi.unstubAllGlobals();
});

it('changes nothing that the owner did not name', async () => {
  const set = vi.fn(async () => {});
  Object.defineProperty(navigator, 'setAppBadge', { value: set, configurable: true });
  signals('title').show(1, false);
  await new Promise(requestAnimationFrame);
  expect(set).not.toHaveBeenCalled();
  expect(icons()).toEqual([]);
});
