/**
 * Two pages of one visitor in one browser, each at a process of its own, on one database and behind a balancer: the
 * scenes of docs/resumable-turns.md. Those of tabs and drafts are in dock/tabs.test.ts and tabs.test.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Balancer, startBalancer, PREFERRED_PROCESS } from '../../harness/servers/proxies/balancer.ts';
import { button, composer, eventually, launcher } from '../../harness/pages/dock-page.ts';
import { turnsRun } from '../../harness/chaos/resuming-visitor.ts';
import { type ServerProcess, startServer } from '../../harness/servers/server-process.ts';
import { inLongRun, isLongRun } from '../../harness/long-run.ts';
import { setUpBrowser } from '../../harness/pages/site.ts';
import { startTcpProxy, type TcpProxy } from '../../harness/servers/proxies/tcp-proxy.ts';

const tested = setUpBrowser();
const folder = mkdtempSync(join(tmpdir(), 'chatdock-pages-'));
let servers: [ServerProcess, ServerProcess];
let balancer: Balancer;
let proxy: TcpProxy;

beforeAll(async () => {
  const env = {
    DATABASE_URL: `file:${join(folder, 'chat.sqlite')}`,
    CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
    CHATDOCK_DEMO_DELAY_MS: '20',
    CHATDOCK_GRACE_SECONDS: '2',
    CHATDOCK_LIMIT_TURNS_PER_USER: '0',
    CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0',
    CHATDOCK_LIMIT_REQUESTS_PER_USER: '0',
    CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS: '0',
  };
  servers = [await startServer(env), await startServer(env)];
  balancer = await startBalancer(servers.map(({ url }) => url));
  proxy = await startTcpProxy(balancer.port);
}, 60_000);
afterAll(async () => {
  await proxy.close();
  balancer.close();
  await Promise.all(servers.map((server) => server.dispose()));
  rmSync(folder, { recursive: true, force: true });
});

async function say(page: Page, text: string) {
  await composer(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

const log = (page: Page) => page.getByRole('log');
const stop = (page: Page) => button(page, 'Stop');
const wordsOf = async (page: Page, kind: 'user' | 'assistant') =>
  (await log(page).locator(`.${kind}-message .bubble, .${kind}-message:not(:has(.bubble))`).allInnerTexts()).map(
    (text) => text.replaceAll(/\s+/g, ' ').trim(),
  );
const isUnderWay = (page: Page) =>
  expect.poll(async () => (await wordsOf(page, 'assistant')).at(-1), eventually).toContain('1, 2, 3, 4');
const turns = async () =>
  (await Promise.all(servers.map(({ url }) => turnsRun(url)))).reduce((sum, count) => sum + count);

/** Both pages show these messages, each answered once and none twice. */
async function bothShow(pages: readonly Page[], said: readonly string[], patience = eventually) {
  for (const page of pages) {
    await expect.poll(() => wordsOf(page, 'user'), patience).toEqual(said);
    await expect.poll(async () => (await wordsOf(page, 'assistant')).length, patience).toBe(said.length);
    await stop(page).waitFor({ state: 'detached' });
  }
}

/** One conversation in two pages, at the first and at the second process. */
async function openPages() {
  const url = `http://127.0.0.1:${proxy.port}/`;
  const { page, context } = await tested.visit(url);
  await launcher(page).click();
  await say(page, 'echo hello');
  await bothShow([page], ['echo hello']);
  const other = await context.newPage();
  await other.setExtraHTTPHeaders({ [PREFERRED_PROCESS]: '1' });
  await other.goto(url);
  await composer(other).waitFor();
  await bothShow([other], ['echo hello']);
  return { page, other, pages: [page, other] };
}

it('a connection that is cut before the answer: each message is stored and answered once', async () => {
  const { page, other, pages } = await openPages();
  const before = await turns();
  const said = ['echo hello'];
  const cuts = [
    ['client', 1],
    ['server', 0],
    ['server', 900],
    ['client', 700],
    ['server', 300],
  ] as const;
  const tried = cuts.slice(0, inLongRun(5, 3));
  for (const [side, bytes] of tried) {
    said.push(`echo ${side} ${bytes}`);
    proxy.cut();
    proxy.cutAfter(bytes, side, bytes % 2 === 0 ? 'reset' : 'cut');
    await say(side === 'client' ? page : other, said.at(-1) ?? '');
    await bothShow(pages, said);
  }
  expect((await turns()) - before).toBe(tried.length);
});

it('a connection cut in the middle: both pages join again, and the model is asked once', async () => {
  const { page, pages } = await openPages();
  const before = await turns();
  const said = ['echo hello'];
  for (const how of ['cut', 'reset'] as const) {
    said.push(`count to 15${said.length}`);
    await say(page, said.at(-1) ?? '');
    for (const each of pages) await isUnderWay(each);
    proxy[how]();
    await bothShow(pages, said);
    for (const each of pages) expect((await wordsOf(each, 'assistant')).at(-1)).toMatch(/, 149, 15\d/);
  }
  expect((await turns()) - before).toBe(2);
});

it('a page reloaded, left and returned to in the middle: the answer is whole in both', async () => {
  const { page, other, pages } = await openPages();
  const before = await turns();
  await say(page, 'count to 250');
  for (const each of pages) await isUnderWay(each);
  await page.reload();
  await isUnderWay(page);
  await page.goto('about:blank');
  await page.goBack();
  await bothShow(pages, ['echo hello', 'count to 250']);
  const [, answer] = await wordsOf(other, 'assistant');
  expect(answer).toContain(', 249, 250');
  expect((await wordsOf(page, 'assistant'))[1]).toBe(answer);
  expect((await turns()) - before).toBe(1);
});

// Half a minute of silence.
it('a dead connection: both pages notice and join again', { timeout: 120_000, skip: !isLongRun }, async () => {
  const { page, pages } = await openPages();
  const before = await turns();
  await say(page, 'count to 152');
  for (const each of pages) await isUnderWay(each);
  proxy.swallow();
  for (const each of pages) await each.getByText('Reconnecting').waitFor({ timeout: 45_000 });
  proxy.cut();
  await bothShow(pages, ['echo hello', 'count to 152']);
  for (const each of pages) expect((await wordsOf(each, 'assistant')).at(-1)).toContain(', 151, 152');
  expect((await turns()) - before).toBe(1);
});

it('two messages and two times Regenerate at once: nothing is lost or answered twice', async () => {
  const { page, other, pages } = await openPages();
  const before = await turns();
  // Long enough for the other page to ask meanwhile.
  await Promise.all([say(page, 'count to 101'), say(other, 'count to 102')]);
  await expect
    .poll(async () => (await wordsOf(page, 'user')).toSorted(), eventually)
    .toEqual(['count to 101', 'count to 102', 'echo hello']);
  await bothShow(pages, await wordsOf(page, 'user'));
  expect((await turns()) - before).toBe(2);
  const buttons = await Promise.all(pages.map((each) => button(each, 'Regenerate').last().elementHandle()));
  await Promise.all(buttons.map((each) => each?.evaluate((node) => node instanceof HTMLElement && node.click())));
  await expect.poll(turns, eventually).toBe(before + 3);
  await bothShow(pages, await wordsOf(page, 'user'));
  expect((await turns()) - before).toBe(3);
});

it('Stop in one page, Regenerate in the other: only the new answer is left', async () => {
  const { page, other, pages } = await openPages();
  await say(page, 'count to 900');
  for (const each of pages) await isUnderWay(each);
  await stop(page).click();
  await log(other).getByText('You stopped this answer.').waitFor();
  await button(other, 'Regenerate').last().click();
  // Until then the first page still shows the first answer.
  for (const each of [other, page]) await stop(each).waitFor();
  for (const each of pages) await isUnderWay(each);
  await stop(other).click();
  for (const each of pages) await log(each).getByText('You stopped this answer.').waitFor();
  await bothShow(pages, ['echo hello', 'count to 900']);
  const [, answer] = await wordsOf(other, 'assistant');
  await page.reload();
  await bothShow([page], ['echo hello', 'count to 900']);
  expect((await wordsOf(page, 'assistant'))[1]).toContain(answer);
});

it('a busy server: both messages are sent automatically, in order and once', async () => {
  const { page, other, pages } = await openPages();
  balancer.refuse(2);
  await say(page, 'echo one');
  await log(page).getByText('We’ll send your message in a moment.').first().waitFor();
  await say(page, 'echo two');
  await bothShow(pages, ['echo hello', 'echo one', 'echo two']);
  expect(await other.getByRole('alert').count()).toBe(0);
});

it(
  'a process that is stopped, and one that is killed: both pages report it and continue',
  { timeout: 120_000 },
  async () => {
    const { page, pages } = await openPages();
    const said = ['echo hello'];
    const ends = [
      ['terminate', false],
      ['kill', true],
      ['kill', false],
    ] as const;
    for (const [end, isHidden] of ends.slice(0, inLongRun(3, 2))) {
      balancer.hideBreaks(isHidden);
      said.push(`count to 90${said.length}`);
      await say(page, said.at(-1) ?? '');
      for (const each of pages) await isUnderWay(each);
      const ending = servers[0][end]();
      for (const each of pages)
        await log(each).getByText('Connection lost. The answer may be incomplete.').waitFor({ timeout: 40_000 });
      // The other process takes the next message.
      said.push(`echo after ${end} ${said.length}`);
      await say(page, said.at(-1) ?? '');
      await bothShow(pages, said);
      await ending;
      await servers[0].start();
      // The part that had arrived is kept.
      for (const each of pages) expect((await wordsOf(each, 'assistant')).at(-2)).toContain('1, 2, 3, 4');
    }
  },
);
