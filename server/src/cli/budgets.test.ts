/** Budgets of the whole process, with a model behind it. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import { create, until } from '../../../test/harness/chat/chat-server.ts';
import { ANSWER, type FakeProvider, startFakeProvider } from '../../../test/harness/providers/fake-provider.ts';
import { openProcess, stopProcesses } from '../../../test/harness/servers/open-process.ts';

let provider: FakeProvider;
beforeAll(async () => void (provider = await startFakeProvider()));
afterAll(() => provider.close());
beforeEach(() => {
  provider.requests.length = 0;
  provider.pieceMs = 0;
  provider.reply = () => ({ text: ANSWER });
});
afterEach(stopProcesses);

const open = (settings: Record<string, string> = {}) =>
  openProcess({ CHATDOCK_MODEL: 'compatible:fake', COMPATIBLE_BASE_URL: provider.baseURL(), ...settings });
const visitor = async (post: Awaited<ReturnType<typeof open>>['post']) => {
  const token = (await post({ type: 'threads.list', params: {} })).headers.get(VISITOR_TOKEN_HEADER) ?? '';
  return { [VISITOR_TOKEN_HEADER]: token };
};
const folder = mkdtempSync(join(tmpdir(), 'chatdock-budgets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pricesIn = (prices: object) => {
  const file = join(folder, 'prices.json');
  writeFileSync(file, JSON.stringify(prices));
  return { CHATDOCK_PRICES: file };
};
const SHARE_USED = /You’ve reached your limit for today. Try again after 00:00 UTC, in about \d+ (hour|minute)/;

describe('a visitor', () => {
  it('whose daily amount is spent gets a message instead of a model call', async () => {
    // The fake provider reports 8 tokens for each call.
    const { post } = await open({ CHATDOCK_BUDGET_VISITOR: '20 tokens/day' });
    const headers = await visitor(post);
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push(await (await post(create('Hi'), headers)).text());
    expect(provider.requests).toHaveLength(3);
    expect(answers.slice(0, 3).join('')).not.toMatch(SHARE_USED);
    expect(answers[3]).toMatch(SHARE_USED);
  });

  it('who leaves in the middle of each answer is still charged for it', async () => {
    const { post } = await open({ CHATDOCK_BUDGET_VISITOR: '1000 tokens/day' });
    const headers = await visitor(post);
    provider.pieceMs = 50;
    for (let count = 0; count < 4; count += 1) {
      const before = provider.requests.length;
      const leaving = new AbortController();
      const answer = await post(create('x'.repeat(1600)), headers, leaving.signal);
      const reader = answer.body?.getReader();
      while ((await until(() => reader?.read())).done === false && provider.requests.length === before);
      leaving.abort();
      await provider.requests[before]?.closed;
    }
    expect(provider.requests.length).toBeLessThanOrEqual(3);
    provider.pieceMs = 0;
    expect(await (await post(create('Hi'), headers)).text()).toMatch(SHARE_USED);
  });

  it('has limited turns a day, dictation included, and 429 says when there are more', async () => {
    const { post } = await open({
      CHATDOCK_BUDGET_VISITOR: '2 turns/day',
      CHATDOCK_TRANSCRIBE: 'compatible:ears',
    });
    const headers = await visitor(post);
    const recording = { type: 'input.transcribe', params: { audio_base64: 'AAAA', mime_type: 'audio/webm' } };
    expect((await post(recording, headers)).status).toBe(200);
    await (await post(create('Hi'), headers)).text();
    const refused = await post(create('Hi'), headers);
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await refused.json()).error).toEqual({
      code: 'budget_used_up',
      message: expect.stringMatching(SHARE_USED),
    });
    expect((await post(recording, headers)).status).toBe(429);
  });
});

describe('the budget of the site', () => {
  it('once used up stops everybody, shows in the metrics and calls the webhook once', async () => {
    const called: unknown[] = [];
    const hook = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      called.push(JSON.parse(Buffer.concat(chunks).toString()));
      res.end();
    }).listen(0, '127.0.0.1');
    await once(hook, 'listening');
    const address = hook.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { post, get } = await open({
      ...pricesIn({ models: { 'compatible:*': { input: 2.5, output: 10 } } }),
      CHATDOCK_BUDGET_SITE: '5 tokens/day',
      CHATDOCK_WEBHOOK: `http://127.0.0.1:${port}/hook`,
    });
    await (await post(create('Hi'))).text();
    for (let count = 0; count < 3; count += 1)
      expect(await (await post(create('Hi'))).text()).toContain('This chat has reached its limit');
    expect(provider.requests).toHaveLength(1);
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toContain('chatdock_budget_refusals_total{scope="site",unit="tokens",window="day"} 3');
    expect(metrics).toContain('chatdock_site_open 0');
    expect(metrics).toMatch(/chatdock_spent_dollars_total 0\.0000\d+/);
    const ofBudgets = () => called.filter((call) => Reflect.get(Object(call), 'type') === 'budget.used_up');
    await until(() => ofBudgets().length > 0);
    hook.close();
    expect(ofBudgets()).toEqual([
      expect.objectContaining({
        type: 'budget.used_up',
        data: expect.objectContaining({ unit: 'tokens', window: 'day', limit: 5 }),
      }),
    ]);
  });
});

describe('a model without a price', () => {
  const dollars = async (get: Awaited<ReturnType<typeof open>>['get']) =>
    /^chatdock_spent_dollars_total (\S+)/m.exec(await (await get('/metrics')).text())?.[1];
  it("on this machine is free of charge, and its tokens count against the visitor's share", async () => {
    const { post, get, logged } = await open({ CHATDOCK_BUDGET_VISITOR: '0.0000001 dollars/day, 20 tokens/day' });
    const headers = await visitor(post);
    for (let count = 0; count < 3; count += 1)
      expect(await (await post(create('Hi'), headers)).text()).not.toMatch(SHARE_USED);
    expect(await (await post(create('Hi'), headers)).text()).toMatch(SHARE_USED);
    expect(await dollars(get)).toBe('0');
    expect(logged()).toMatch(/"models":\["compatible:fake"\],"msg":"[^"]* count as free of charge\./);
    expect(logged()).not.toContain('These models have no price, so the budgets count');
  });

  it("on this machine costs what the owner's file sets for unknown models", async () => {
    const { post, get } = await open(pricesIn({ models: {}, unknown: { input: 1000, output: 1000 } }));
    await (await post(create('Hi'))).text();
    expect(Number(await dollars(get))).toBeGreaterThan(0);
  });

  it('at a public address is logged at the start, with the assumed price and the setting', async () => {
    const { logged } = await open({ COMPATIBLE_BASE_URL: 'https://models.example/v1' });
    expect(logged()).toMatch(
      /"models":\["compatible:fake"\],"msg":"These models have no price, so the budgets count 2\.5 dollars/,
    );
    expect(logged()).toContain('name their prices in CHATDOCK_PRICES.');
    expect(logged()).not.toContain('free of charge');
  });
});

describe('a used-up budget', () => {
  it('is one line in the log, with the request, the budget and its setting', async () => {
    const { post, logged } = await open({ CHATDOCK_BUDGET_VISITOR: '5 tokens/day' });
    const headers = await visitor(post);
    await (await post(create('Hi'), headers)).text();
    await (await post(create('Hi'), { ...headers, 'x-request-id': 'request-of-ada' })).text();
    const lines = logged()
      .split('\n')
      .filter((line) => line.includes('A budget is used up'))
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'warn',
        requestId: 'request-of-ada',
        setting: 'CHATDOCK_BUDGET_VISITOR',
        budget: '5 tokens/day',
        opensAt: expect.stringMatching(/T00:00:00\.000Z$/),
      }),
    ]);
  });
});

describe('a proxy that is not configured', () => {
  it('is logged once, and its address has no budget for the day', async () => {
    const { post, logged } = await open({ CHATDOCK_BUDGET_ADDRESS: '1 turns/day' });
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    for (let count = 0; count < 3; count += 1) expect((await post(create('Hi'), forwarded)).status).toBe(200);
    expect(logged().split('Set CHATDOCK_TRUST_PROXY to the number of your proxies.')).toHaveLength(2);
    const direct = await open({ CHATDOCK_BUDGET_ADDRESS: '1 turns/day' });
    await direct.post(create('Hi'));
    expect((await direct.post(create('Hi'))).status).toBe(429);
    expect((await direct.post(create('Hi'), { 'chatdock-client-address-shared': '1' })).status).toBe(429);
  });
});
