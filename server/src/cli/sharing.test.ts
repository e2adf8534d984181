/** Limits that two processes share: each pair of `Limits` here simulates two processes with one Redis or PostgreSQL. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { parseRequest } from '@chatdock/protocol/requests/parse-request';
import { timed } from '../../../test/harness/measure/own-time.ts';
import { type RedisProcess, redisPath, startRedis } from '../../../test/harness/servers/redis.ts';
import { createTestDatabase, PATIENT } from '../../../test/harness/servers/shared-postgres.ts';
import { createLimits, type LimitOptions, type Limits } from '../auth/limits.ts';
import { shareSlots } from '../auth/shared-slots.ts';
import { silentLog } from '../core/telemetry/log.ts';
import type { SlotLeases } from '../core/runs/slot-leases.ts';
import { openStore } from '../stores/open-store.ts';
import { parseConfig } from './settings/config.ts';
import { openSharing, type SharedCounts } from './sharing.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** Shorter than in production, so that tests see leases end. */
const LEASE_MS = 1500;

/** Opens one more process at the same engine. */
interface Engine {
  limits(options?: LimitOptions): Promise<Limits>;
  slots(): Promise<SlotLeases>;
}

/** Slots on their way back to the engine. */
const given: Promise<void>[] = [];
const noting = (slots: SlotLeases): SlotLeases => ({
  acquire: (lease) => slots.acquire(lease),
  renew: (leases) => slots.renew(leases),
  release(lease) {
    const isBack = slots.release(lease);
    given.push(isBack);
    return isBack;
  },
});

function engineOf(openCounts: () => Promise<SharedCounts>): Engine {
  return {
    async limits(options) {
      const counts = await openCounts();
      return createLimits({ ...options, ...counts, slots: counts.slots && noting(counts.slots), log: silentLog });
    },
    async slots() {
      const { slots } = await openCounts();
      if (!slots) throw new Error('Nothing is shared.');
      return slots;
    },
  };
}

async function throughPostgres(): Promise<Engine> {
  const database = await createTestDatabase(inject('sharedPostgres'));
  cleanUps.push(() => database.drop());
  return engineOf(async () => {
    const opened = openStore(database.url, { ...PATIENT, connections: 3 });
    cleanUps.push(() => opened.close());
    // On a busy machine the tables take longer than a request waits, and a request that is not counted passes.
    await vi.waitFor(() => opened.ready(), { timeout: 20_000 });
    return (await openSharing(parseConfig({ DATABASE_URL: database.url }), silentLog)).countsWith(opened);
  });
}

let redis: RedisProcess;
async function throughRedis(): Promise<Engine> {
  redis = await startRedis(redisPath ?? '');
  cleanUps.push(() => redis.kill());
  const config = parseConfig({ DATABASE_URL: 'memory:', CHATDOCK_REDIS_URL: redis.url });
  return engineOf(async () => {
    const { countsWith, close } = await openSharing(config, silentLog);
    cleanUps.push(close);
    return countsWith(openStore('memory:'));
  });
}

const unlimited = { turnsPerUser: 0, turnsPerAddress: 0, requestsPerUser: 0 };
const list = parseRequest({ type: 'threads.list', params: {} });
const turn = parseRequest({
  type: 'threads.create',
  params: { input: { content: [], attachments: [], inference_options: {} } },
});
const signal = new AbortController().signal;
const from = (userId: string, address = '192.0.2.1') => ({ userId, address, signal });
const codeOf = (cause: unknown) => (cause instanceof Error && 'code' in cause ? cause.code : String(cause));
/** The code of the refusal; null when the request may go on. */
const refusal = (admission: Promise<unknown> | undefined) => Promise.resolve(admission).then(() => null, codeOf);

const without: Required<Pick<LimitOptions, CountedLimit | 'streamsPerUser'>> = {
  streamsPerUser: 0,
  requestsPerAddress: 0,
  requestsPerUser: 0,
  turnsPerAddress: 0,
  turnsPerUser: 0,
  uploadsPerAddress: 0,
  uploadsPerUser: 0,
  newVisitorsPerAddress: 0,
};
type CountedLimit =
  | 'requestsPerAddress'
  | 'requestsPerUser'
  | 'turnsPerAddress'
  | 'turnsPerUser'
  | 'uploadsPerAddress'
  | 'uploadsPerUser'
  | 'newVisitorsPerAddress';

const recording = parseRequest({ type: 'input.transcribe', params: { audio_base64: 'AAAA', mime_type: 'audio/webm' } });
const announced = parseRequest({ type: 'attachments.create', params: { name: 'a', size: 3, mime_type: 'text/plain' } });
/** Each use of a limit that is counted by the minute; the users of an address differ. */
const USES: [use: string, limit: CountedLimit, once: (limits: Limits, index: number) => Promise<unknown>][] = [
  ['requests', 'requestsPerUser', (limits) => limits.admit(list, from('ada'))],
  ['turns', 'turnsPerUser', async (limits) => (await limits.admit(turn, from('ada')))?.()],
  ['turns of an address', 'turnsPerAddress', async (limits, index) => (await limits.admit(turn, from(`${index}`)))?.()],
  ['recordings', 'turnsPerUser', (limits) => limits.admit(recording, from('bob'))],
  ['uploads', 'uploadsPerUser', (limits) => limits.admitUpload(from('ada'), 10)],
  ['announced uploads', 'uploadsPerUser', (limits) => limits.admit(announced, from('bob'))],
  ['uploads of an address', 'uploadsPerAddress', (limits, index) => limits.admitUpload(from(`${index}`), 10)],
  ['new visitors', 'newVisitorsPerAddress', (limits) => limits.admitNewVisitor(new Request('http://chat.example'))],
];

/** A process's middleware before a page that answers. */
async function serve({ perAddress }: Limits): Promise<string> {
  const app = express().use(perAddress, (_req, res) => void res.sendStatus(204));
  const http = createServer(app).listen(0, '127.0.0.1');
  await once(http, 'listening');
  cleanUps.push(() => void http.close());
  const address = http.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

if (redisPath === undefined) console.log('Redis is not installed, so the limits in Redis are not tested.');

describe.each([
  { name: 'PostgreSQL', start: throughPostgres, isHere: true },
  { name: 'Redis', start: throughRedis, isHere: redisPath !== undefined },
])('two processes that share $name', ({ start, isHere }) => {
  describe.skipIf(!isHere)('together', () => {
    it('let a user make as many requests a minute as one process would', async () => {
      // PostgreSQL counts by the minute of the clock, and this test must not run across its end.
      vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 12, 0, 30) });
      const open = await start();
      const limits = { requestsPerUser: 6 };
      const processes = [await open.limits(limits), await open.limits(limits)];
      const asked = Array.from({ length: 20 }, (_, index) => refusal(processes[index % 2]?.admit(list, from('ada'))));
      const codes = await Promise.all(asked);
      expect(codes.filter((code) => code === null)).toHaveLength(6);
      expect(new Set(codes)).toEqual(new Set([null, 'rate_limited']));
      expect(await refusal(processes[0]?.admit(list, from('bob')))).toBeNull();
    });

    it('count every kind of use once, and not in each process', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 12, 0, 30) });
      const open = await start();
      const passed: Record<string, number> = {};
      for (const [use, limit, once] of USES) {
        const processes = [
          await open.limits({ ...without, [limit]: 5 }),
          await open.limits({ ...without, [limit]: 5 }),
        ];
        const used = processes.flatMap((limits, one) =>
          Array.from({ length: 6 }, (_, index) => refusal(once(limits, 10 * one + index))),
        );
        passed[use] = (await Promise.all(used)).filter((code) => code === null).length;
      }
      expect(passed).toEqual(Object.fromEntries(USES.map(([use]) => [use, 5])));
    });

    it('count the requests of an address together', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 12, 0, 30) });
      const open = await start();
      const limits = { ...without, requestsPerAddress: 5 };
      const urls = [await serve(await open.limits(limits)), await serve(await open.limits(limits))];
      const answers = await Promise.all([...urls, ...urls, ...urls, ...urls].map((url) => fetch(url)));
      expect(answers.map(({ status }) => status).filter((status) => status === 204)).toHaveLength(5);
    });

    it('run as many turns of a user at once as one process would, and give the slots back', async () => {
      const open = await start();
      const limits = { ...unlimited, streamsPerUser: 4 };
      const processes = [await open.limits(limits), await open.limits(limits)];
      for (let round = 0; round < 3; round += 1) {
        const begun = await Promise.allSettled(
          Array.from({ length: 20 }, (_, index) => processes[index % 2]?.admit(turn, from('ada'))),
        );
        const leaves = begun.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        expect(leaves).toHaveLength(4);
        expect(await refusal(processes[0]?.admit(turn, from('ada')))).toBe('too_many_streams');
        for (const leave of leaves) leave?.();
        // A slot is returned in the background.
        await expect
          .poll(async () => {
            const again = await Promise.allSettled([1, 2, 3, 4].map(() => processes[1]?.admit(turn, from('ada'))));
            for (const result of again) if (result.status === 'fulfilled') result.value?.();
            return again.every(({ status }) => status === 'fulfilled');
          })
          .toBe(true);
        await Promise.all(given.splice(0));
      }
    });

    it('count an address over all its users, and return the slot of the user that was refused', async () => {
      const open = await start();
      const limits = { ...unlimited, streamsPerAddress: 2, streamsPerUser: 1 };
      const [one, two] = [await open.limits(limits), await open.limits(limits)];
      await one.admit(turn, from('ada'));
      const leave = await two.admit(turn, from('bob'));
      expect(await refusal(one.admit(turn, from('cleo')))).toBe('too_many_streams');
      leave?.();
      await expect.poll(() => refusal(one.admit(turn, from('cleo')))).toBeNull();
    });

    it('free the slots of a lost process when its lease ends', async () => {
      const open = await start();
      const keys = [{ key: 'user:ada', limit: 1 }];
      const timers = vi.spyOn(globalThis, 'setInterval');
      const lost = shareSlots(await open.slots(), silentLog, LEASE_MS);
      expect(await lost(keys)).toBeTypeOf('function');
      // A killed process renews nothing.
      for (const { value } of timers.mock.results) clearInterval(value);
      timers.mockRestore();
      const other = shareSlots(await open.slots(), silentLog, LEASE_MS);
      expect(await other(keys)).toBe(0);
      await expect.poll(() => other(keys), { timeout: 5 * LEASE_MS }).toBeTypeOf('function');
    });

    it('keep the slot of a turn that is longer than a lease', async () => {
      const open = await start();
      const keys = [{ key: 'user:ada', limit: 1 }];
      const first = noting(await open.slots());
      const renew = vi.spyOn(first, 'renew');
      const one = shareSlots(first, silentLog, LEASE_MS);
      const two = shareSlots(await open.slots(), silentLog, LEASE_MS);
      const leave = await one(keys);
      // A lease is renewed three times in its own time.
      await expect.poll(() => renew.mock.calls.length, { timeout: 5 * LEASE_MS }).toBe(4);
      expect(await two(keys)).toBe(0);
      if (typeof leave === 'function') leave();
      await expect.poll(() => two(keys)).toBeTypeOf('function');
    });
  });
});

describe.skipIf(redisPath === undefined)('a Redis that fails', () => {
  it('that is down at the start is used once it is up', { timeout: 20_000 }, async () => {
    const open = await throughRedis();
    await redis.kill();
    const limits = { requestsPerUser: 2 };
    const [one, two] = [await open.limits(limits), await open.limits(limits)];
    for (let count = 0; count < 5; count += 1) expect(await refusal(one.admit(list, from('ada')))).toBeNull();
    await redis.start();
    await expect.poll(() => refusal(one.admit(list, from('ada'))), { timeout: 10_000 }).toBe('rate_limited');
    await expect.poll(() => refusal(two.admit(list, from('ada'))), { timeout: 10_000 }).toBe('rate_limited');
  });

  it('that restarts empty gets the slots of running turns again', { timeout: 30_000 }, async () => {
    const open = await throughRedis();
    const limits = { ...unlimited, streamsPerUser: 1 };
    const [one, two] = [await open.limits(limits), await open.limits(limits)];
    await one.admit(turn, from('ada'));
    await redis.kill();
    expect(await refusal(one.admit(turn, from('ada')))).toBe('too_many_streams');
    await redis.start();
    await expect
      .poll(
        async () => {
          const [, leave] = await Promise.all([null, Promise.resolve(two.admit(turn, from('ada'))).catch(codeOf)]);
          if (typeof leave === 'function') leave();
          return leave;
        },
        { timeout: 15_000, interval: 500 },
      )
      .toBe('too_many_streams');
  });

  it('that hangs delays a request by at most two seconds', { timeout: 20_000 }, async () => {
    const open = await throughRedis();
    const limits = await open.limits({ requestsPerUser: 5 });
    await limits.admit(list, from('ada'));
    redis.freeze();
    const { result, ms } = await timed(refusal(limits.admit(list, from('ada'))));
    expect(result).toBeNull();
    expect(ms).toBeLessThan(2000);
    redis.thaw();
  });
});
