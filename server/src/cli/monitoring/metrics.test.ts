/** The metrics in Prometheus' text format, read by a parser that is not ours. */
import parse from 'parse-prometheus-text-format';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

const names = { requestId: 'req', threadId: 'thr' };

async function exposed(count: (metrics: ReturnType<typeof createMetrics>) => void = () => undefined) {
  const metrics = createMetrics();
  count(metrics);
  const families = parse(await metrics.text());
  return new Map(families.map((family) => [family.name, family]));
}

const toBound = (le: string) => (le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le));

describe('the metrics', () => {
  it('are in the text format, each with its kind and a sentence', async () => {
    const families = await exposed();
    expect(families.size).toBeGreaterThan(30);
    for (const { name, help, type } of families.values()) {
      expect(name).toMatch(/^[a-z_:][a-z\d_:]*$/);
      expect(help.length, name).toBeGreaterThan(10);
      expect(['COUNTER', 'GAUGE', 'HISTOGRAM', 'SUMMARY'], name).toContain(type);
    }
    const own = [...families.values()].filter(({ name }) => name.startsWith('chatdock_'));
    for (const { name, type } of own) expect(name.endsWith('_total'), name).toBe(type === 'COUNTER');
  });

  it('have one number on each line', async () => {
    const metrics = createMetrics();
    metrics.telemetry.requestAnswered({ ...names, type: 'threads.list', status: 200, code: undefined, ms: 5 });
    const text = await metrics.text();
    // The parser loses the sum and the count of a histogram with labels.
    const lines = text.split('\n').filter((line) => /^\w/.test(line) && !/^\w+_(?:sum|count)\{/.test(line));
    const samples = parse(text)
      .flatMap(({ metrics: read }) => read)
      .flatMap(({ value, buckets = {}, count, sum }) => [...Object.values(buckets), value, count, sum])
      .filter((sample) => sample !== undefined);
    expect(samples.length).toBe(lines.length);
    // A metric without a measurement is NaN, which the format allows.
    expect(samples.filter((sample) => !/^nan$/i.test(sample) && Number.isNaN(Number(sample)))).toEqual([]);
  });

  it('keep labels whole that hold quotes, backslashes and line ends', async () => {
    const reason = 'a "quoted" \\ and a\nline end';
    const families = await exposed(({ telemetry }) => telemetry.providerFailed({ provider: 'openai', reason }));
    const [metric] = families.get('chatdock_provider_errors_total')?.metrics ?? [];
    expect(metric?.labels).toEqual({ provider: 'openai', reason });
  });

  it('count turns in cumulative buckets', async () => {
    const families = await exposed(({ telemetry }) => {
      for (const ms of [100, 700, 3000, 999_999]) {
        telemetry.turnStarted({ ...names, ms: 0 });
        telemetry.turnEnded({ ...names, outcome: 'completed', ms });
      }
    });
    const [{ buckets: found = {} } = {}] = families.get('chatdock_turn_seconds')?.metrics ?? [];
    const buckets = Object.entries(found)
      .toSorted(([one], [other]) => toBound(one) - toBound(other))
      .map(([, value]) => Number(value));
    expect(buckets).toEqual(buckets.toSorted((one, other) => one - other));
    expect([found['+Inf'], found['0.5']]).toEqual(['4', '1']);
  });

  it('count the outcomes of resumable turns, from 0', async () => {
    const read = async (count?: Parameters<typeof exposed>[0]) =>
      Object.fromEntries(
        ((await exposed(count)).get('chatdock_resumable_turns_total')?.metrics ?? []).map(({ labels, value }) => [
          labels?.['event'],
          value,
        ]),
      );
    expect(await read()).toEqual({ resumed: '0', joined: '0', refused: '0', swept: '0' });
    const counted = await read(({ telemetry }) => {
      for (const event of ['resumed', 'resumed', 'joined', 'refused', 'swept'] as const) telemetry.resumable?.(event);
    });
    expect(counted).toEqual({ resumed: '2', joined: '1', refused: '1', swept: '1' });
  });
});
