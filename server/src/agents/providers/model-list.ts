/** Checks whether configured models still exist, because providers switch models off on an announced day. */
import { memberOf } from '@chatdock/protocol/member-of';
import type { ServerLog } from '../../core/telemetry/log.ts';
import type { Telemetry } from '../../core/telemetry/telemetry.ts';
import type { ModelAddress } from './address.ts';

interface ModelListOptions {
  log: ServerLog;
  telemetry?: Pick<Telemetry, 'modelAges'> | undefined;
  /** @defaultValue the platform's, looked up at each call */
  fetch?: typeof globalThis.fetch | undefined;
  /** @defaultValue Date.now */
  now?: (() => number) | undefined;
  /** @defaultValue 5000 */
  timeoutMs?: number | undefined;
}

/** `missing`: the list does not name it. `ending`: it has a day of shutdown within 60 days. */
type ModelState = 'listed' | 'missing' | 'ending';

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_MS = 60 * DAY_MS;
/** A longer list is not read. */
const MAX_LIST_CHARS = 8 * 1024 * 1024;

/**
 * Asks each provider once for its models, and warns once for each configured model that is missing or will be switched
 * off soon. Never throws. A provider without a list, or without an answer in time, is skipped.
 */
export async function checkModels(addresses: readonly ModelAddress[], options: ModelListOptions): Promise<void> {
  const lists = new Map<string, Promise<readonly unknown[] | null>>();
  await Promise.all(
    addresses.map(async (address) => {
      const place = `${address.baseURL} ${address.apiKey}`;
      const list = lists.get(place) ?? readList(address, options);
      lists.set(place, list);
      const models = await list;
      if (models !== null) report(address, models, options);
    }),
  );
}

function report(
  { model, label }: ModelAddress,
  models: readonly unknown[],
  { log, telemetry, now = Date.now }: ModelListOptions,
) {
  const found = models.find((each) => isNamed(each, model));
  const shutdown =
    memberOf(found, 'shutdown_date') ?? memberOf(found, 'expiration_date') ?? memberOf(found, 'deprecation');
  const endsAt =
    typeof shutdown === 'string' ? Date.parse(shutdown) : typeof shutdown === 'number' ? shutdown * 1000 : Number.NaN;
  const state: ModelState = found === undefined ? 'missing' : endsAt - now() < SOON_MS ? 'ending' : 'listed';
  telemetry?.modelAges?.({ model: label, state });
  if (state === 'missing')
    log.warn(
      { model: label },
      'The provider does not list a configured model. Check its name in CHATDOCK_MODEL: it may have been switched off.',
    );
  if (state === 'ending')
    log.warn(
      { model: label, shutdownDate: new Date(endsAt).toISOString().slice(0, 10) },
      'The provider is about to switch off a configured model. Choose another one in CHATDOCK_MODEL.',
    );
}

/** Google lists `models/name`, Ollama `name:latest`; OpenRouter's variants such as `:free` are listed or belong to a model that is. */
function isNamed(entry: unknown, model: string): boolean {
  const id = memberOf(entry, 'id') ?? memberOf(entry, 'name');
  if (typeof id !== 'string') return false;
  const listed = id.replace(/^models\//u, '');
  return listed === model || listed === `${model}:latest` || listed === model.replace(/:[a-z]+$/u, '');
}

async function readList(
  { baseURL, apiKey }: ModelAddress,
  { fetch, timeoutMs = 5000 }: ModelListOptions,
): Promise<readonly unknown[] | null> {
  try {
    const response = await (fetch ?? globalThis.fetch)(`${baseURL}/models`, {
      headers: { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = response.ok ? await response.text() : '';
    if (text === '' || text.length > MAX_LIST_CHARS) return null;
    const body: unknown = JSON.parse(text);
    const list = Array.isArray(body) ? body : (memberOf(body, 'data') ?? memberOf(body, 'models'));
    return Array.isArray(list) && list.length > 0 ? list : null;
  } catch {
    return null;
  }
}
