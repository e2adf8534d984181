import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MemoryUsage } from '../../core/usage/memory-usage.ts';
import { budgetOf, DEFAULT_BUDGET_TABLE, parseBudget } from './budget-table.ts';
import { type BudgetRefusal, type BudgetOptions, createBudgets } from './budgets.ts';
import { costOf, knowsPrice, LIST_PRICES, readPrices } from './prices.ts';

const NOON = Date.UTC(2026, 0, 2, 12);
const none = { visitor: {}, user: {}, address: {}, site: {} };
const caller = (userId: string, address = '192.0.2.1', isAddressShared = false) => ({
  userId,
  address,
  isAddressShared,
  signal: new AbortController().signal,
});
/** A thousand tokens in and out cost a dollar each. */
const prices = { date: '2026-01-01', models: { 'a:b': { input: 1000, output: 1000 } }, unknown: {} };
const call = (tokens: number) => ({ model: 'a:b', inputTokens: tokens });

function open(options: BudgetOptions = {}) {
  const refused: BudgetRefusal[] = [];
  let nowMs = NOON;
  const budgets = createBudgets({
    prices,
    now: () => nowMs,
    onRefused: (refusal) => refused.push(refusal),
    ...options,
  });
  const spend = async (userId: string, tokens: number, address?: string, isShared?: boolean) => {
    const settle = await budgets.hold(caller(userId, address, isShared), call(tokens));
    await settle(call(tokens));
  };
  return { budgets, refused, spend, pass: (ms: number) => void (nowMs += ms) };
}
const usedUp = (status: number) => ({ status, code: 'budget_used_up' });

describe('a budget', () => {
  it('refuses a visitor whose daily amount is spent, says until when, and then accepts again', async () => {
    const { spend, pass, refused } = open({ table: { ...none, visitor: { 'dollars/day': 2 } } });
    await spend('ada', 1500);
    await spend('ada', 600);
    await expect(spend('ada', 1)).rejects.toMatchObject({
      ...usedUp(429),
      message: 'You’ve reached your limit for today. Try again after 00:00 UTC, in about 12 hours.',
      headers: { 'retry-after': String(12 * 3600) },
    });
    expect(refused).toEqual([
      { scope: 'visitor', unit: 'dollars', window: 'day', limit: 2, opensAtMs: Date.UTC(2026, 0, 3) },
    ]);
    await spend('bob', 1);
    pass(12 * 3_600_000);
    await spend('ada', 1);
  });

  it('cannot be exceeded by concurrent calls, because reservations count', async () => {
    const { budgets } = open({ table: { ...none, visitor: { 'tokens/day': 1000 } } });
    const holds = await Promise.allSettled(Array.from({ length: 50 }, () => budgets.hold(caller('ada'), call(600))));
    expect(holds.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });

  it('releases what was reserved and not used', async () => {
    const { budgets, spend } = open({ table: { ...none, visitor: { 'tokens/day': 1000 } } });
    for (let count = 0; count < 9; count += 1) await (await budgets.hold(caller('ada'), call(900)))(call(100));
    await spend('ada', 100);
    await expect(spend('ada', 1)).rejects.toMatchObject(usedUp(429));
  });

  it('of an address stops a visitor who drops the identity, but no signed-in user', async () => {
    const { spend } = open({ table: { ...none, address: { 'dollars/day': 2 } } });
    await spend('visitor:1', 1000);
    await spend('visitor:2', 1000);
    await expect(spend('visitor:3', 1)).rejects.toMatchObject(usedUp(429));
    await spend('visitor:4', 1, '192.0.2.2');
    await spend('user::ada', 5000);
  });

  it('of an address is off for the day while all visitors share the address of a proxy', async () => {
    const { spend } = open({ table: { ...none, address: { 'dollars/day': 2, 'tokens/minute': 9000 } } });
    await spend('visitor:1', 4000, '127.0.0.1', true);
    await spend('visitor:2', 5000, '127.0.0.1', true);
    await expect(spend('visitor:3', 1, '127.0.0.1', true)).rejects.toMatchObject(usedUp(429));
  });

  it('of the site stops everybody, signed-in users too', async () => {
    const { spend } = open({ table: { ...none, site: { 'dollars/day': 1 } } });
    await spend('user::ada', 1000);
    await expect(spend('visitor:1', 1)).rejects.toMatchObject({
      ...usedUp(503),
      message: expect.stringMatching(/^This chat has reached its limit for today\. Try again after/),
    });
  });

  it('counts turns, megabytes and minutes of audio exactly', async () => {
    const table = { ...none, visitor: { 'turns/day': 2, 'MB/day': 10, 'audio minutes/day': 1 } };
    const { budgets } = open({ table });
    await budgets.take(caller('ada'), 'turns', 1);
    await budgets.take(caller('ada'), 'turns', 1);
    await expect(budgets.take(caller('ada'), 'turns', 1)).rejects.toMatchObject(usedUp(429));
    await budgets.take(caller('ada'), 'MB', 9);
    await expect(budgets.take(caller('ada'), 'MB', 1.1)).rejects.toMatchObject(usedUp(429));
    await budgets.take(caller('ada'), 'MB', 1);
    const recording = { model: 'a:b', audioSeconds: 59 };
    await (
      await budgets.hold(caller('ada'), recording)
    )(recording);
    await (
      await budgets.hold(caller('ada'), recording)
    )(recording);
    await expect(budgets.hold(caller('ada'), recording)).rejects.toMatchObject(usedUp(429));
  });

  it('that refuses charges nothing to the other budgets', async () => {
    const counters = new MemoryUsage();
    const { budgets } = open({ counters, table: { ...none, visitor: { 'turns/day': 1 }, site: { 'turns/day': 3 } } });
    await budgets.take(caller('ada'), 'turns', 1);
    for (let count = 0; count < 5; count += 1)
      await expect(budgets.take(caller('ada'), 'turns', 1)).rejects.toMatchObject(usedUp(429));
    await budgets.take(caller('bob'), 'turns', 1);
    await budgets.take(caller('cleo'), 'turns', 1);
  });

  it('allows requests while its sums are unreachable', async () => {
    const counters = { add: () => Promise.reject(new Error('gone')), prune: async () => undefined };
    const log = { warn: () => undefined, error: () => undefined };
    const { spend } = open({ counters, log, table: { ...none, visitor: { 'dollars/day': 1 } } });
    await spend('ada', 5000);
    await expect(spend('ada', 5000)).resolves.toBeUndefined();
  });
});

describe('prices', () => {
  it('give a known model its own price, and an unknown one a high price', () => {
    expect(costOf(LIST_PRICES, { model: 'openai:gpt-5-mini', inputTokens: 24_000, outputTokens: 8192 })).toBe(22_384);
    expect(costOf(LIST_PRICES, { model: 'ollama:qwen3', inputTokens: 24_000, outputTokens: 8192 })).toBe(0);
    expect(costOf(LIST_PRICES, { model: 'compatible:x', inputTokens: 1_000_000 })).toBe(2_500_000);
    expect(costOf(LIST_PRICES, { model: 'openai:whisper-1', audioSeconds: 90 })).toBe(9000);
    expect([knowsPrice(LIST_PRICES, 'openai:gpt-5-mini'), knowsPrice(LIST_PRICES, 'openai:toString')]).toEqual([
      true,
      false,
    ]);
  });
});

describe("the owner's file of prices", () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-prices-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'prices.json');
  const read = (json: unknown) => {
    writeFileSync(file, JSON.stringify(json));
    return readPrices(file);
  };

  it('completes the list; its date may be left out', () => {
    const table = read({ models: { 'compatible:x': { input: 1 } } });
    expect(costOf(table, { model: 'compatible:x', inputTokens: 1_000_000 })).toBe(1_000_000);
    expect(costOf(table, { model: 'compatible:y', inputTokens: 1_000_000 })).toBe(2_500_000);
    expect([knowsPrice(table, 'openai:gpt-5-mini'), table.date]).toEqual([true, undefined]);
  });

  it.each([
    [{ date: '2026-01-01' }, '"models" is missing.'],
    [{ date: 'today', models: {} }, '"date" is "today", which is not a day such as "2026-01-31".'],
    [{ date: 20260101, models: {} }, '"date" is 20260101, which is not a day'],
    [{ models: [] }, '"models" is [], which is not an object.'],
    [{ models: { 'a:b': { input: '1' } } }, '"models.a:b.input" is "1", which is not a number of dollars from 0.'],
    [{ models: { 'a:b': { input: -1 } } }, '"models.a:b.input" is -1, which is not a number of dollars from 0.'],
    [{ models: { 'a:b': 3 } }, '"models.a:b" is 3, which is not an object.'],
    [{ models: { 'a:b': { price: 3 } } }, '"models.a:b" has "price", which it does not know.'],
    [{ models: {}, prices: {} }, 'the file has "prices", which it does not know.'],
    [{ models: {}, unknown: null }, '"unknown" is null, which is not an object.'],
    [[], 'the file is [], which is not an object.'],
  ])('with a mistake is refused, with a message that names it: %j', (json, sentence) => {
    expect(() => read(json)).toThrow(`CHATDOCK_PRICES is "${file}", and ${sentence}`);
    expect(() => read(json)).not.toThrow(/Invalid|expected/i);
    expect(() => read(json)).toThrow(/Write it like \{ "models"/);
  });
});

describe('the setting of a budget', () => {
  it('replaces the entries that it names and no others', () => {
    expect(budgetOf('visitor', '1 dollars/day, 0 turns/day')).toEqual({
      ...DEFAULT_BUDGET_TABLE.visitor,
      'dollars/day': 1,
      'turns/day': 0,
    });
  });

  it.each(['free', '1 euros/day', '1 dollars', '-1 dollars/day', '1 dollars/week', '1e3 turns/day'])(
    'refuses %o',
    (text) => expect(() => parseBudget(text)).toThrow(`has "${text}". Write a number, a unit`),
  );
});
