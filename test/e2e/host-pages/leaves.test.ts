/**
 * A dock that is removed leaves the page as it was, also after many of them. Only its code stays: browsers offer no way to
 * unload a module or to take back the name of a custom element.
 */
import type { ChatKitOptions, OpenAIChatKit } from '@openai/chatkit';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { button, eventually, launcher, openChat } from '../../harness/pages/dock-page.ts';
import type { HostPage } from '../../harness/pages/host-page.ts';
import { leftoversOf, watchLeftovers } from '../../harness/pages/leftovers.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { officialSrc, serveOfficial } from '../../harness/providers/official-stand-in.ts';
import { buildReactPage } from '../../harness/pages/react/react-page.ts';
import type { HostWindow } from '../../harness/pages/react/react-page/page.tsx';
import { journeySettings } from '../../harness/pages/journey.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import { launchBrowser } from '../../harness/browsers/visitor.ts';

/** Compiled code counts as memory in use and grows with every use for a long time: without it, what is measured is what is kept. */
const site = setUpSite({
  env: journeySettings,
  launch: () =>
    launchBrowser(['--js-flags=--jitless', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']),
});

/** How many docks each test removes. */
const DOCKS = inLongRun(100, 30);

/** The chat's server, inside the page: a hundred conversations in seconds. `window.answer` is what ChatKit gets for `fetch`. */
const answering = `
  const at = '2026-11-22T10:00:00Z';
  const item = (type, id, text) => ({ type, id, thread_id: 'thr_1', created_at: at, attachments: [], inference_options: {}, content: [{ type: type === 'user_message' ? 'input_text' : 'output_text', text, annotations: [] }] });
  const done = (item) => ({ type: 'thread.item.done', item });
  window.answer = async (url, init) => {
    const { type } = JSON.parse(init.body);
    if (type !== 'threads.create') return Response.json({ data: [], has_more: false });
    const thread = { id: 'thr_1', created_at: at, title: 'A talk', status: { type: 'active' }, metadata: {}, items: { data: [], has_more: false } };
    const events = [{ type: 'thread.created', thread }, done(item('user_message', 'm1', 'hello')), done(item('assistant_message', 'm2', 'A **list**:\\n\\n- one\\n- two'))];
    return new Response(events.map((event) => 'data: ' + JSON.stringify(event) + '\\n\\n').join(''), { headers: { 'content-type': 'text/event-stream' } });
  };
  window.owner = { theme: { typography: { fontSources: [{ family: 'Shop', src: '/shop.woff2' }] } }, api: { url: '/chatkit', domainKey: 'own', fetch: window.answer } };
  window.once = (name) => new Promise((resolve) => document.addEventListener('chat-dock:' + name, resolve, { once: true }));`;

/** The requests, and whether they have ended. */
async function openPage(page: HostPage) {
  const visitor = await site.visitHost({ ...page, before: watchLeftovers + answering });
  const running = new Set<unknown>();
  visitor.page.on('request', (request) => running.add(request.url()));
  for (const end of ['requestfinished', 'requestfailed'] as const)
    visitor.page.on(end as 'requestfinished', (request) => running.delete(request.url()));
  return { ...visitor, running };
}

/** Two frames and an idle moment: what is under way when the last dock leaves has ended by then. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    await new Promise((resolve) => requestIdleCallback(resolve));
  });

/** The figures that only the browser knows: nodes, listeners and memory. */
async function measure(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners: listeners } = await cdp.send('Memory.getDOMCounters');
  const { usedSize: heapBytes } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  return { nodes, listeners, heapBytes };
}

/** zod's own, shared by all its copies on a page. Where we bundle it, it has none. */
const ofPackages = ['__zod_globalConfig'];

async function assertNothingLeft(
  { page, running }: Awaited<ReturnType<typeof openPage>>,
  visits: (count: number) => Promise<unknown>,
) {
  await settled(page);
  const untouched = await leftoversOf(page);
  // With the first ones come the modules, what they keep for the whole page, and what the browser learns about their objects.
  await visits(20);
  await settled(page);
  const before = await measure(page);
  await visits(DOCKS);
  await settled(page);
  const left = await leftoversOf(page);
  const after = await measure(page);
  expect({ ...left, globals: left.globals.filter((name) => !ofPackages.includes(name)) }).toEqual(untouched);
  expect([...running]).toEqual([]);
  expect(after.nodes - before.nodes, 'nodes').toBeLessThanOrEqual(0);
  expect(after.listeners - before.listeners, 'listeners').toBeLessThanOrEqual(0);
  expect((after.heapBytes - before.heapBytes) / DOCKS, 'bytes for each dock').toBeLessThan(500);
}

interface Dock {
  ready(): Promise<unknown>;
  open(): void;
  setFullscreen(isFullscreen: boolean): void;
  sendUserMessage(message: { text: string }): void;
  destroy(): void;
}
interface PageScope {
  ChatDock: { boot(options: object): Dock };
  owner: object;
  once(name: string): Promise<unknown>;
}

describe('leaves nothing behind', () => {
  it('when many docks were created, opened, used and destroyed', async () => {
    const visitor = await openPage({ tag: '<script src="/dist/chatdock.umd.js"></script>' });
    await assertNothingLeft(visitor, (count) =>
      visitor.page.evaluate(async (count) => {
        const { ChatDock, owner, once } = window as unknown as PageScope;
        for (let visit = 0; visit < count; visit++) {
          const dock = ChatDock.boot({ apiUrl: '/chatkit', persist: 'none', theme: 'auto', chatkit: owner });
          const isReady = once('chat-ready');
          await dock.ready();
          dock.open();
          await isReady;
          const isAnswered = once('response-end');
          dock.sendUserMessage({ text: 'hello' });
          await isAnswered;
          dock.destroy();
        }
      }, count),
    );
  }, 180_000);

  it('when many docks were created and destroyed unopened', async () => {
    const visitor = await openPage({ tag: '<script src="/dist/chatdock.umd.js"></script>' });
    await assertNothingLeft(visitor, (count) =>
      visitor.page.evaluate(async (count) => {
        const { ChatDock } = window as unknown as PageScope;
        for (let visit = 0; visit < count; visit++) {
          const dock = ChatDock.boot({ apiUrl: '/chatkit', persist: 'none', theme: 'auto' });
          await dock.ready();
          dock.destroy();
        }
      }, count),
    );
  }, 60_000);

  it('when destroyed at any moment: loading, rendering or streaming', async () => {
    const visitor = await openPage({ tag: '<script src="/dist/chatdock.umd.js"></script>' });
    const { page, running } = visitor;
    const untouched = await leftoversOf(page);
    await page.evaluate(async () => {
      const { ChatDock, owner } = window as unknown as PageScope;
      for (let moment = 0; moment < 40; moment++) {
        const dock = ChatDock.boot({
          apiUrl: '/chatkit',
          persist: 'none',
          theme: 'auto',
          fullscreen: true,
          chatkit: owner,
        });
        dock.open();
        dock.setFullscreen(true);
        dock.sendUserMessage({ text: 'hello' });
        await new Promise((resolve) => setTimeout(resolve, moment * 4));
        dock.destroy();
      }
    });
    await expect.poll(() => [...running], eventually).toEqual([]);
    await settled(page);
    // The element waits this long for a frame, where there are frames to wait for.
    await expect.poll(async () => (await leftoversOf(page)).timers, { timeout: 2000 }).toEqual([]);
    expect(await leftoversOf(page)).toEqual(untouched);
  }, 60_000);

  it("when OpenAI's engine ran, except OpenAI's script", async () => {
    const visitor = await openPage({ tag: '<script src="/dist/chatdock.umd.js"></script>' });
    const { page } = visitor;
    await serveOfficial(page, 'works');
    const untouched = await leftoversOf(page);
    await page.evaluate(async () => {
      const { ChatDock, once } = window as unknown as PageScope;
      for (let visit = 0; visit < 5; visit++) {
        const isReady = once('chat-ready');
        const dock = ChatDock.boot({ apiUrl: '/chatkit', persist: 'none', domainKey: 'dk_shop' });
        dock.open();
        await isReady;
        dock.destroy();
      }
    });
    await settled(page);
    expect(await leftoversOf(page)).toEqual({ ...untouched, elements: untouched.elements + 1 });
    expect(await page.locator(`script[src="${officialSrc}"]`).count()).toBe(1);
  }, 60_000);

  it.each(inLongRun([18, 19] as const, [19] as const))(
    'when React %i mounted, opened and unmounted many under StrictMode',
    async (version) => {
      const { render, script } = await buildReactPage(version);
      const props = { apiUrl: '/chatkit', persist: 'none', theme: 'auto' };
      const visitor = await openPage({
        body: `<div id="root" data-props='${JSON.stringify(props)}'>${render(props)}</div>`,
        tag: '<script type="module" src="/host-page.js"></script>',
        script,
      });
      const { page } = visitor;
      await launcher(page).waitFor();
      await page.evaluate('host.setProps({ chatkit: owner, theme: undefined }); host.setMounted(false);');
      await expect.poll(() => page.locator('chat-dock').count(), eventually).toBe(0);
      await assertNothingLeft(visitor, (count) =>
        page.evaluate(async (count) => {
          const { once } = window as unknown as PageScope;
          const { host } = window as unknown as HostWindow;
          const until = async (isTrue: () => boolean) => {
            while (!isTrue()) await new Promise(requestAnimationFrame);
          };
          for (let visit = 0; visit < count; visit++) {
            const isReady = once('chat-ready');
            host.setMounted(true);
            await until(() => Boolean(host.handle?.host));
            host.handle?.open();
            await isReady;
            const isAnswered = once('response-end');
            host.handle?.sendUserMessage({ text: 'hello' });
            await isAnswered;
            host.setMounted(false);
            await until(() => host.handle === null);
          }
        }, count),
      );
    },
    180_000,
  );

  it('when many <openai-chatkit> were added, used and removed', async () => {
    const visitor = await openPage({ tag: '<script src="/dist/chatkit.js"></script>' });
    await assertNothingLeft(visitor, (count) =>
      visitor.page.evaluate(async (count) => {
        const { owner } = window as unknown as { owner: ChatKitOptions };
        for (let visit = 0; visit < count; visit++) {
          const chat = document.createElement('openai-chatkit') as OpenAIChatKit;
          const hasListener = (name: string) =>
            new Promise((resolve) => chat.addEventListener(name, resolve, { once: true }));
          const isReady = hasListener('chatkit.ready');
          chat.setOptions(owner);
          document.body.append(chat);
          await isReady;
          const isAnswered = hasListener('chatkit.response.end');
          await chat.sendUserMessage({ text: 'hello' });
          await isAnswered;
          chat.remove();
        }
        localStorage.clear();
      }, count),
    );
  }, 180_000);

  it('when <openai-chatkit> is removed during dictation: the microphone is off', async () => {
    const { page } = await openPage({ tag: '<script src="/dist/chatkit.js"></script>' });
    const untouched = await leftoversOf(page);
    await page.evaluate(() => {
      const chat = document.createElement('openai-chatkit') as OpenAIChatKit;
      chat.style.height = '600px';
      chat.setOptions({
        ...(window as unknown as { owner: ChatKitOptions }).owner,
        composer: { dictation: { enabled: true } },
      });
      document.body.append(chat);
    });
    await button(page, 'Dictate').click();
    await button(page, 'Done').waitFor();
    // The microphone, and the meter that shows its level.
    await expect.poll(async () => (await leftoversOf(page)).open).toHaveLength(2);
    // By the page itself: what the tool that drives it brings along must not be counted.
    await page.evaluate(() => document.querySelector('openai-chatkit')?.remove());
    await settled(page);
    expect(await leftoversOf(page)).toEqual(untouched);
  }, 60_000);

  it('when the dock is destroyed during dictation: the microphone is off', async () => {
    const { page } = await openPage({ tag: '<script src="/dist/chatdock.umd.js"></script>' });
    const untouched = await leftoversOf(page);
    // The recording microphone: the browser's own recogniser would ask its maker's server.
    await page.evaluate(
      'delete window.webkitSpeechRecognition; delete window.SpeechRecognition; ChatDock.boot({ apiUrl: "/chatkit", persist: "none" });',
    );
    await openChat(page);
    await button(page, 'Start voice input').click();
    await button(page, 'Stop listening').waitFor();
    await expect.poll(async () => (await leftoversOf(page)).open, eventually).toContain('microphone');
    await page.evaluate('ChatDock.destroy()');
    await settled(page);
    expect(await leftoversOf(page)).toEqual({
      ...untouched,
      globals: untouched.globals.filter((name) => !name.endsWith('SpeechRecognition')),
    });
  }, 60_000);
});
