import { afterEach, expect, it } from 'vitest';
import { resolveTheme, watchTheme } from './page-theme.ts';

const { documentElement: before } = document;
afterEach(() => {
  document.replaceChild(before, document.documentElement);
  before.removeAttribute('data-theme');
  document.body.removeAttribute('class');
});

it('follows the scheme of a page when its body or its whole document is replaced', async () => {
  const seen: string[] = [];
  const stop = watchTheme('auto', () => seen.push(resolveTheme('auto')));
  const sees = async (scheme: string) => {
    await expect.poll(() => seen.at(-1)).toBe(scheme);
    seen.length = 0;
  };
  before.dataset['theme'] = 'dark';
  await sees('dark');

  // As React 18 does when it hydrates a document that holds more than it has drawn.
  const after = document.createElement('html');
  after.append(document.createElement('head'), document.createElement('body'));
  document.replaceChild(after, before);
  after.dataset['theme'] = 'light';
  await sees('light');
  after.dataset['theme'] = 'dark';
  await sees('dark');
  after.removeAttribute('data-theme');
  document.body.replaceWith(document.createElement('body'));
  await new Promise((resolve) => setTimeout(resolve));
  document.body.className = 'theme-dark';
  await sees('dark');
  stop();
  document.body.className = '';
  await new Promise((resolve) => setTimeout(resolve));
  expect(seen).toEqual([]);
});
