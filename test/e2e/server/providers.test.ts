/** Every kind of provider, and what happens when one fails, through the built server, over HTTP, in the widget of a real page. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFakeProvider, type FakeProvider } from '../../harness/providers/fake-provider.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { setUpBrowser } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const ANSWER = 'Apples cost three euros.';
const SECOND_ANSWER = 'Pears cost four euros.';

let first: FakeProvider;
let second: FakeProvider;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  [first, second] = await Promise.all([startFakeProvider(), startFakeProvider()]);
});
beforeEach(() => {
  for (const [provider, text] of [
    [first, ANSWER],
    [second, SECOND_ANSWER],
  ] as const) {
    Object.assign(provider, {
      fault: null,
      faultyAnswers: Number.POSITIVE_INFINITY,
      pieceMs: 0,
      reply: () => ({ text }),
    });
    provider.requests.length = 0;
  }
});
// Registered first, runs last: the visitors leave before the servers end.
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
});
afterAll(async () => {
  await Promise.all([first?.close(), second?.close()]);
});

const tested = setUpBrowser();

async function openChat(env: Record<string, string>): Promise<{ page: Page; server: ServerProcess; visitor: Visitor }> {
  const server = await startServer(env);
  servers.push(server);
  const visitor = await tested.visit(server.url);
  const { page } = visitor;
  await page.getByRole('button', { name: 'Open chat' }).click();
  await composer(page).waitFor();
  return { page, server, visitor };
}

const composer = (page: Page) => page.getByRole('textbox', { name: 'Ask a question…' });
const log = (page: Page) => page.getByRole('log');
const shown = (page: Page) => expect.poll(() => log(page).innerText(), { timeout: 15_000 });
async function send(page: Page, text: string) {
  await composer(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** The second provider is reached under another name, so that both can have an address of their own. */
const both = () => ({
  CHATDOCK_MODEL: 'compatible:fake',
  COMPATIBLE_BASE_URL: first.baseURL(),
  CHATDOCK_FALLBACK: 'ollama:fake',
  OLLAMA_BASE_URL: second.baseURL(),
});

describe('a chat with a model behind it', () => {
  const kinds = [
    ['openai', { CHATDOCK_MODEL: 'openai:fake', OPENAI_API_KEY: 'key' }, 'OPENAI_BASE_URL'],
    ['openrouter', { CHATDOCK_MODEL: 'openrouter:maker/fake', OPENROUTER_API_KEY: 'key' }, 'OPENROUTER_BASE_URL'],
    ['gemini', { CHATDOCK_MODEL: 'gemini:fake', GEMINI_API_KEY: 'key' }, 'GEMINI_BASE_URL'],
    ['ollama', { CHATDOCK_MODEL: 'ollama:fake' }, 'OLLAMA_BASE_URL'],
    ['compatible', { CHATDOCK_MODEL: 'compatible:fake' }, 'COMPATIBLE_BASE_URL'],
  ] as const;
  // One by each protocol; a long run tries every name.
  it.each(
    inLongRun(
      kinds,
      kinds.filter(([kind]) => kind === 'openai' || kind === 'compatible'),
    ),
  )('answers in the widget from %s, and remembers the conversation', async (_kind, env, urlSetting) => {
    const { page, visitor } = await openChat({ ...env, [urlSetting]: first.baseURL() });
    await send(page, 'What do apples cost?');
    await shown(page).toContain(ANSWER);
    await send(page, 'And two?');
    await expect.poll(() => first.requests.length).toBe(2);
    expect(JSON.stringify(first.requests[1]?.body)).toContain('What do apples cost?');
    expect(JSON.stringify(first.requests[1]?.body)).toContain(ANSWER);
    expect(visitor.console).toEqual([]);
  });

  it.each([
    ['500', 'A model provider failed.'],
    ['401', 'compatible:fake refused the request (401'],
    ['html', 'A model provider failed.'],
  ] as const)(
    'answers from the next provider if the first fails with %s, unnoticed by the visitor',
    async (fault, logged) => {
      first.fault = fault;
      const { page, server, visitor } = await openChat(both());
      await send(page, 'What do pears cost?');
      await shown(page).toContain(SECOND_ANSWER);
      expect(first.requests.length).toBe(1);
      expect(await page.getByRole('button', { name: /try again/i }).count()).toBe(0);
      expect(server.output()).toContain(`"msg":"${logged}`);
      expect(visitor.console).toEqual([]);
    },
  );

  it("gives the next provider's whole answer if the first breaks off", async () => {
    first.fault = 'reset-mid-stream';
    const { page, server, visitor } = await openChat(both());
    await send(page, 'What do pears cost?');
    await shown(page).toContain(SECOND_ANSWER);
    expect(await log(page).innerText()).not.toContain('Apples');
    await page.reload();
    await shown(page).toContain(SECOND_ANSWER);
    expect(await log(page).innerText()).not.toContain('Apples');
    expect(server.output()).toContain('"kind":"interrupted"');
    const metrics = await (await fetch(`${server.url}metrics`)).text();
    expect(metrics).toContain('chatdock_fallbacks_total{from="compatible:fake",to="ollama:fake"} 1');
    expect(visitor.console).toEqual([]);
  });

  it('reports that no provider answers, and answers on retry', async () => {
    Object.assign(first, { fault: '500' });
    Object.assign(second, { fault: '503' });
    const { page } = await openChat(both());
    await send(page, 'What do apples cost?');
    await page.getByText('Your message is saved').first().waitFor();
    expect(await page.getByText(/500|503|secret/).count()).toBe(0);
    for (const provider of [first, second]) provider.fault = null;
    await page
      .getByRole('button', { name: /try again/i })
      .first()
      .click();
    await shown(page).toContain(ANSWER);
  });

  it("closes the provider's connection on Stop", async () => {
    Object.assign(first, { pieceMs: 30, reply: () => ({ text: 'word '.repeat(3000) }) });
    const { page } = await openChat({ CHATDOCK_MODEL: 'compatible:fake', COMPATIBLE_BASE_URL: first.baseURL() });
    await send(page, 'Tell me a lot');
    await shown(page).toContain('word word');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    expect(await first.requests[0]?.closed).toBeGreaterThan(0); // it would have gone on for a minute
  });

  it('stores feedback on an answer for the owner', async () => {
    const { page, server } = await openChat({
      CHATDOCK_MODEL: 'compatible:fake',
      COMPATIBLE_BASE_URL: first.baseURL(),
    });
    await send(page, 'What do apples cost?');
    await shown(page).toContain(ANSWER);
    await log(page).getByRole('button', { name: 'Not helpful' }).click();
    const list = () =>
      execFileSync(process.execPath, ['server/dist/cli.js', 'feedback', '--since', '1h'], {
        env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: server.databaseURL },
      }).toString();
    await expect.poll(list).toContain('1 in all: 0 positive, 1 negative');
  });
});

describe('a chat with the demo agent', () => {
  it('gets data from the page through a client tool, and continues with it', async () => {
    const { page, visitor } = await openChat({ CHATDOCK_DEMO_DELAY_MS: '0' });
    await send(page, 'use a client tool');
    await shown(page).toContain('"title": "ChatDock: a chat on your page, from your own server"');
    expect(visitor.console).toEqual([]);
  });
});

describe("a chat that knows the owner's documents", () => {
  it('answers from them without a model, and links to the page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chatdock-documents-'));
    writeFileSync(join(folder, 'returns.md'), '# Returns\n\nSend a parcel back within thirty days.');
    const { page, server } = await openChat({
      CHATDOCK_DOCS: folder,
      CHATDOCK_DOCS_INDEX: ':memory:',
      CHATDOCK_DEMO_DELAY_MS: '0',
    });
    await send(page, 'How do I return a parcel?');
    await shown(page).toContain('within thirty days');
    const served = await fetch(`${server.url}documents/returns.md`);
    expect([served.status, served.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect((await fetch(`${server.url}documents/..%2f..%2fetc%2fpasswd`)).status).toBe(404);
    rmSync(folder, { recursive: true });
  });
});
