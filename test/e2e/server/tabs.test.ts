/** Two tabs of one visitor: what an answer asks of the page is done once, in the tab that began the turn. */
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { composer, eventually } from '../../harness/pages/dock-page.ts';
import { type ScriptedSite, startScriptedSite } from '../../harness/servers/scripted-site.ts';
import { setUpBrowser } from '../../harness/pages/site.ts';

const browser = setUpBrowser();
const sites: ScriptedSite[] = [];
afterEach(() => sites.splice(0).forEach((site) => site.close()));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const stamp = (thread: ThreadMetadata, id: string) => ({
  id,
  thread_id: thread.id,
  created_at: new Date().toISOString(),
});

/** Says something slowly, with a client effect in the middle, and waits for `mayGoOn` after four words. */
async function* speak(
  thread: ThreadMetadata,
  id: string,
  text: string,
  mayGoOn: Promise<void>,
): AsyncGenerator<ThreadStreamEvent> {
  const item = { type: 'assistant_message' as const, ...stamp(thread, id), content: [] };
  yield { type: 'thread.item.added', item };
  for (const [index, delta] of text.split(/(?<= )/).entries()) {
    await pause(40);
    if (index === 4) await mayGoOn;
    yield {
      type: 'thread.item.updated',
      item_id: id,
      update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta },
    };
    if (index === 5) yield { type: 'client_effect', name: 'blink', data: {} };
  }
  yield {
    type: 'thread.item.done',
    item: { ...item, content: [{ type: 'output_text', text, annotations: [] }] },
  };
}

const callTool = (thread: ThreadMetadata): ThreadStreamEvent => ({
  type: 'thread.item.done',
  item: {
    type: 'client_tool_call',
    ...stamp(thread, 'ctc_1'),
    call_id: 'call_1',
    name: 'look',
    arguments: {},
    status: 'pending',
  },
});

const before = 'one two three four five six seven eight nine ten eleven twelve';
const after = 'and so the page was asked for it, once and no more';

/** Answers with words, a client tool, and more words. */
async function openSite(toolMs: number) {
  // A busy machine takes seconds to open a second tab: the answer must not be over by then.
  let release = () => {};
  const mayGoOn = new Promise<void>((resolve) => (release = resolve));
  const site = await startScriptedSite(
    async function* (thread, message) {
      if (message === null) return yield* speak(thread, 'msg_after', after, mayGoOn);
      yield* speak(thread, 'msg_before', before, mayGoOn);
      yield callTool(thread);
    },
    { toolMs },
  );
  sites.push(site);
  const { page, context } = await browser.visit(`${site.url}?tab=first`);
  await composer(page).click();
  await page.keyboard.type('go');
  await page.keyboard.press('Enter');
  await shows(page, 'one two three');
  const openTab = async (name: string) => {
    const next = await context.newPage();
    await next.goto(`${site.url}?tab=${name}`);
    return next;
  };
  return { site, page, openTab, release };
}

const shows = (page: Page, text: string) =>
  expect
    .poll(async () => (await page.getByRole('log').innerText()).replaceAll(/\s+/g, ' '), eventually)
    .toContain(text);

const count = ({ noted }: ScriptedSite, what: string) => noted.filter((note) => note.endsWith(what));

describe('a client tool, a client effect and the end of an answer', () => {
  it('happen once, in the tab that began the turn, while another tab shows it', async () => {
    const { site, page, openTab, release } = await openSite(600);
    const other = await openTab('second');
    await shows(other, 'one two three');
    release();
    await shows(other, after);
    await page.bringToFront();
    await shows(page, after);
    await expect.poll(() => count(site, 'response.end'), eventually).toEqual(['first response.end']);
    expect(count(site, 'tool')).toEqual(['first tool']);
    expect(count(site, 'effect')).toEqual(['first effect', 'first effect']);
    expect(count(site, 'response.start')).toEqual(['first response.start']);
    expect(site.asked.filter((type) => type === 'threads.add_client_tool_output')).toHaveLength(1);
  });

  it('happen in another tab when the one that began the turn is closed', async () => {
    const { site, page, openTab, release } = await openSite(0);
    const other = await openTab('second');
    await shows(other, 'one two three');
    await page.close();
    release();
    await shows(other, after);
    await expect.poll(() => count(site, 'response.end'), eventually).toEqual(['second response.end']);
    expect(count(site, 'tool')).toEqual(['second tool']);
    expect(site.asked.filter((type) => type === 'threads.add_client_tool_output')).toHaveLength(1);
  });

  it('happen in another tab while the browser has frozen the first, and not again in that one', async () => {
    const { site, page, openTab, release } = await openSite(0);
    const other = await openTab('second');
    await shows(other, 'one two three');
    // Chromium freezes hidden tabs only, and without a window none is hidden: the debugger stops the tab in its place.
    const debug = await page.context().newCDPSession(page);
    await debug.send('Debugger.enable');
    await page.evaluate(() => document.dispatchEvent(new Event('freeze')));
    await debug.send('Debugger.pause');
    release();
    await shows(other, after);
    await expect.poll(() => count(site, 'response.end'), eventually).toEqual(['second response.end']);
    await debug.send('Debugger.disable');
    await page.evaluate(() => document.dispatchEvent(new Event('resume')));
    await shows(page, after);
    expect(count(site, 'tool')).toEqual(['second tool']);
    expect(site.asked.filter((type) => type === 'threads.add_client_tool_output')).toHaveLength(1);
  });

  it('happen after a reload in the middle of the answer', async () => {
    const { site, page, release } = await openSite(0);
    await page.reload();
    await shows(page, 'one two three');
    release();
    await shows(page, after);
    await expect.poll(() => count(site, 'response.end'), eventually).toEqual(['first response.end']);
    expect(count(site, 'tool')).toEqual(['first tool']);
  });

  it('pass to another tab when the first is closed while its tool runs', async () => {
    const { site, page, openTab, release } = await openSite(60_000);
    const other = await openTab('second');
    await shows(other, 'one two three');
    release();
    await expect.poll(() => count(site, 'tool'), eventually).toEqual(['first tool']);
    await page.close();
    await expect.poll(() => count(site, 'tool'), eventually).toEqual(['first tool', 'second tool']);
  });
});
