/** Enter during a composition, in Chromium, Firefox and WebKitGTK: the events of each engine and language, replayed in each. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compositions, type Step } from '../../fixtures/compositions.ts';
import { fieldHelpers } from '../../harness/pages/field-helpers.ts';
import { hostDocument } from '../../harness/pages/host-page.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { type Typist, usualEngines } from '../../harness/browsers/typists.ts';

const patience = { timeout: 20_000 };

/** In the page: `sent` is what was sent. The server never answers, because the next visit would wait for it. */
const recording = `<script>
  sent = [];
  const pageFetch = window.fetch;
  window.fetch = (...args) => {
    const { type, params } = JSON.parse(args[1]?.body ?? '{}');
    if (!/^threads\\.(create|add_user)/.test(type ?? '')) return pageFetch(...args);
    sent.push(params.input.content.map(({ text }) => text).join(''));
    return new Promise(() => {});
  };
</script>`;

let server: ServerProcess;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({});
  shop = await openShop(server, {
    '/': hostDocument({ head: fieldHelpers + recording, options: { persist: 'none' } }),
  });
});
afterAll(async () => {
  await shop?.close();
  await server?.dispose();
});

/** Runs in the page: fires the events, and edits the field as the browser would. */
function play(steps: readonly Step[]) {
  const field = Reflect.get(globalThis, 'field')() as HTMLElement;
  const fire = (event: Event) => field.dispatchEvent(event);
  const common = { bubbles: true, composed: true };
  const write = (text: string, inputType: string) => {
    fire(new InputEvent('beforeinput', { ...common, inputType, data: text, isComposing: true }));
    field.replaceChildren(text);
    document.getSelection()?.collapse(field.firstChild, text.length);
    fire(new InputEvent('input', { ...common, inputType, data: text, isComposing: true }));
  };
  let isComposing = false;
  let isPrevented = false;
  for (const step of steps) {
    if (step[0] === 'compose' && !isComposing) {
      isComposing = true;
      fire(new CompositionEvent('compositionstart', common));
    }
    if (step[0] === 'compose' || step[0] === 'end') write(step[1], 'insertCompositionText');
    if (step[0] === 'end') fire(new CompositionEvent('compositionend', { ...common, data: step[1] }));
    if (step[0] === 'down')
      isPrevented = !fire(new KeyboardEvent('keydown', { ...common, ...step[1], cancelable: true }));
    if (step[0] === 'up') fire(new KeyboardEvent('keyup', { ...common, ...step[1] }));
    if (
      step[0] === 'before' &&
      !isPrevented &&
      fire(new InputEvent('beforeinput', { ...common, inputType: step[1], cancelable: true }))
    )
      field.append('\n\n');
  }
}

/** The events of an engine's family. Chromium replays all of them; another engine does so only in a long run. */
const replayedIn = (name: string) => {
  const [family = ''] = /^[A-Z][a-z]+(Kit)?/.exec(name) ?? [];
  const own = compositions.filter(({ engine }) => engine.includes(family));
  return name === 'Chromium' ? compositions : inLongRun(compositions, own);
};

for (const { name, isInstalled, open } of usualEngines) {
  describe.runIf(isInstalled)(`Enter during a composition, replayed in ${name}`, () => {
    let typist: Typist;
    beforeAll(async () => {
      typist = await open();
    });
    afterAll(() => typist?.close());

    async function visit() {
      await typist.go(shop.url);
      const isReady = () =>
        typist.evaluate(() => {
          Reflect.get(globalThis, 'ChatDock')?.('open');
          const field: HTMLElement | undefined = Reflect.get(globalThis, 'field')();
          field?.focus();
          const event = new InputEvent('beforeinput', { inputType: 'formatBold', cancelable: true });
          return Boolean(field) && !field?.dispatchEvent(event);
        });
      await vi.waitUntil(isReady, patience);
    }
    const sent = () => typist.evaluate(() => Reflect.get(globalThis, 'sent') as string[]);
    const fieldText = () => typist.evaluate(() => Reflect.get(globalThis, 'held')() as string);

    const sending = replayedIn(name).filter(({ does }) => does === 'sends');
    it.each(sending)('sends: $language, $engine', async ({ steps, text }) => {
      await visit();
      await typist.evaluate(play, steps);
      await expect.poll(sent, patience).toEqual([text]);
      expect(await fieldText()).toBe('');
    });

    const staying = replayedIn(name).filter(({ does }) => does !== 'sends');
    it.each(staying)('$does: $language, $engine', async ({ steps, text }) => {
      await visit();
      await typist.evaluate(play, steps);
      expect([await fieldText(), await sent()]).toEqual([text, []]);
      // A message sent by mistake would leave in the next frame.
      await typist.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
      expect(await sent()).toEqual([]);
      await typist.press('Enter');
      await expect.poll(sent, patience).toEqual([text.trimEnd()]);
    });
  });
}
