/** The process put together, in the process of the tests, over real HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import { parseConfig } from '../../../server/src/cli/settings/config.ts';
import { createLog } from '../../../server/src/cli/monitoring/log.ts';
import { startProcess } from '../../../server/src/cli/process.ts';

const cleanUps: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** Starts a process with these settings. It stops after the test. */
export async function openProcess(settings: Record<string, string> = {}) {
  const environment = {
    PORT: '0',
    DATABASE_URL: 'memory:',
    CHATDOCK_DEMO_DELAY_MS: '0',
    LOG_LEVEL: 'debug',
    ...settings,
  };
  const config = parseConfig(environment);
  const lines: string[] = [];
  const log = createLog({
    level: config.LOG_LEVEL,
    environment,
    destination: { write: (line) => void lines.push(line) },
  });
  const running = await startProcess({ config, environment, log, siteRoot: tmpdir() });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= running.stop(0));
  cleanUps.push(stop);
  const get = (path: string, headers: Record<string, string> = {}) => fetch(running.url + path, { headers });
  const post = (body: object | string, headers: Record<string, string> = {}) =>
    fetch(`${running.url}/chatkit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const upload = (path: string, file: Blob) => {
    const body = new FormData();
    body.append('file', file, 'note.txt');
    return fetch(running.url + path, { method: 'POST', body });
  };
  return {
    url: running.url,
    get,
    post,
    upload,
    log,
    stop,
    logged: () => lines.join(''),
    entries: (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line)),
    titles: async (headers: Record<string, string>): Promise<string[]> =>
      (await (await post({ type: 'threads.list', params: {} }, headers)).json()).data.map(
        ({ title }: { title?: string }) => title,
      ),
  };
}

/** A folder that is there until the end of the test. */
export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-process-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** How a visitor is known by the answer's cookie, and by its header. */
export const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

export const tokenOf = (response: Response) => ({
  [VISITOR_TOKEN_HEADER]: response.headers.get(VISITOR_TOKEN_HEADER) ?? '',
});
