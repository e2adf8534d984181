/** Every option of ChatKit, passed to the dock through `ChatDock.boot({ chatkit })`, with OpenAI's engine on built files. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  chatKitPaths,
  chatKitValues,
  FUNCTION,
  toChatKitOptions,
  type ChatKitPath,
} from '../../fixtures/chatkit-options.ts';
import { button, eventually, panel } from '../../harness/pages/dock-page.ts';
import { serveOfficial } from '../../harness/providers/official-stand-in.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const site = setUpSite();

/** Opens a page whose dock has these options of ChatKit. */
async function openOfficial(values: Partial<Record<ChatKitPath, unknown>>, more: object = {}): Promise<Visitor> {
  const visitor = await site.visitHost({ tag: '<script src="/dist/chatdock.umd.js"></script>' });
  const { page } = visitor;
  await serveOfficial(page, 'works');
  await page.evaluate(`
    window.called = [];
    const chatkit = (${toChatKitOptions.toString()})(${JSON.stringify(values)}, (path) => (...args) => {
      window.called.push(path);
      return path === 'api.fetch' ? fetch(...args) : path === 'api.getClientSecret' ? 'ek_1' : undefined;
    });
    ChatDock.boot({ open: true, persist: 'none', ...${JSON.stringify(more)}, chatkit });`);
  await page.locator('openai-chatkit iframe').waitFor();
  return visitor;
}

/** The options that OpenAI's element received, by path: `a function`, or the value. */
const received = (page: Page, paths: readonly ChatKitPath[]): Promise<Record<string, unknown>> =>
  page.locator('openai-chatkit').evaluate(
    (element, [paths, isFunction]) => {
      // The stand-in keeps its options.
      const { options } = element as HTMLElement & { options: unknown };
      const valueAt = (path: string) => {
        let value = options;
        for (const name of path.split('.')) value = Object(Array.isArray(value) ? value[0] : value)[name];
        return typeof value === 'function' ? isFunction : value;
      };
      return Object.fromEntries(paths.map((path) => [path, valueAt(path)]));
    },
    [paths, FUNCTION] as const,
  );

/** The options that the dock sets itself: the header, which it draws, and those that its own options decide. */
const ofDock: Partial<Record<ChatKitPath, unknown>> = {
  'header.enabled': false,
  'header.title.enabled': undefined,
  'header.title.text': undefined,
  'header.leftAction.icon': undefined,
  'header.leftAction.onClick': undefined,
  'header.rightAction.icon': undefined,
  'header.rightAction.onClick': undefined,
  'theme.colorScheme': 'light',
  'composer.dictation.enabled': false,
  // Until the visitor has used the dock.
  'history.enabled': false,
  initialThread: 'thr_9',
};

describe("with OpenAI's engine, the dock", () => {
  it('passes on every option of ChatKit, except those that it decides itself', async () => {
    const { page } = await openOfficial({ ...chatKitValues, initialThread: 'thr_9' }, { engine: 'openai' });
    // JSON leaves out what is undefined.
    const expected = JSON.parse(JSON.stringify({ ...chatKitValues, ...ofDock }));
    await expect.poll(() => received(page, chatKitPaths), eventually).toEqual(expected);
  });

  it("draws ChatKit's title and header buttons itself, and names in the console what it ignores", async () => {
    const { page, console } = await openOfficial(chatKitValues, { engine: 'openai' });
    await expect.poll(() => panel(page).getAttribute('aria-label'), eventually).toBe('Shop help');
    for (const [name, path] of [
      ['Home', 'header.leftAction.onClick'],
      ['Settings', 'header.rightAction.onClick'],
    ] as const) {
      await button(page, name).locator('svg > *').first().waitFor({ state: 'attached' });
      await button(page, name).click();
      expect(await page.evaluate('window.called.at(-1)')).toBe(path);
    }
    for (const name of ['header.enabled', 'theme.colorScheme', 'composer.dictation', 'locale'])
      expect(console.filter((line) => line.includes(`ChatDock: chatkit.${name} `))).toHaveLength(1);
  });

  it('is chosen for api.getClientSecret, and passes on no URL', async () => {
    const { page } = await openOfficial({ 'api.getClientSecret': FUNCTION });
    expect(await received(page, ['api.getClientSecret', 'api.url'])).toEqual({ 'api.getClientSecret': FUNCTION });
  });
});
