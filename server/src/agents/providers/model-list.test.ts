import { describe, expect, it } from 'vitest';
import { silentLog } from '../../core/telemetry/log.ts';
import { parseModelAddress } from './address.ts';
import { checkModels } from './model-list.ts';

const NOW = Date.parse('2026-11-30');
const address = (model: string) =>
  parseModelAddress(`compatible:${model}`, {
    COMPATIBLE_BASE_URL: 'http://models.example/v1',
    COMPATIBLE_API_KEY: 'key',
  });

async function check(models: readonly string[], answer: () => Response | Promise<Response>) {
  const warned: object[] = [];
  const states: object[] = [];
  const asked: [url: string, key: string | null][] = [];
  await checkModels(models.map(address), {
    log: { ...silentLog, warn: (details) => warned.push(details) },
    telemetry: { modelAges: (state) => states.push(state) },
    fetch: async (input, init) => {
      asked.push([String(input), new Headers(init?.headers).get('authorization')]);
      return await answer();
    },
    now: () => NOW,
    timeoutMs: 50,
  });
  return { warned, states, asked };
}

describe('the list of a provider', () => {
  it('warns once for each model that is missing or about to be switched off', async () => {
    const list = [
      { id: 'here', shutdown_date: null },
      { id: 'later', shutdown_date: '2027-06-01' },
      { id: 'soon', shutdown_date: '2026-12-11' },
      { id: 'models/with-prefix' },
      { id: 'local:latest' },
    ];
    const { warned, states, asked } = await check(
      ['here', 'later', 'soon', 'gone', 'with-prefix', 'local', 'here:free'],
      () => Response.json({ data: list }),
    );
    expect(warned).toEqual([{ model: 'compatible:soon', shutdownDate: '2026-12-11' }, { model: 'compatible:gone' }]);
    expect(states).toContainEqual({ model: 'compatible:here', state: 'listed' });
    expect(states).toHaveLength(7);
    expect(asked).toEqual([['http://models.example/v1/models', 'Bearer key']]);
  });

  it.each([
    ['a refusal', () => new Response('no', { status: 404 })],
    ['a page', () => new Response('<html>')],
    ['an empty list', () => Response.json({ data: [] })],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('logs nothing if it is %s', async (_name, answer) => {
    expect(await check(['gone'], answer)).toMatchObject({ warned: [], states: [] });
  });

  it('does not delay the start', async () => {
    const warned: object[] = [];
    await checkModels([address('gone')], {
      log: { ...silentLog, warn: (details) => warned.push(details) },
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
      timeoutMs: 20,
    });
    expect(warned).toEqual([]);
  });
});
