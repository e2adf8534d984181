/** The whole server in this process, over real HTTP, with a database in memory unless a test names another. */
import { tmpdir } from 'node:os';
import { parseConfig } from '../../../server/src/cli/settings/config.ts';
import { createLog } from '../../../server/src/cli/monitoring/log.ts';
import { startProcess } from '../../../server/src/cli/process.ts';

const stops: (() => Promise<void>)[] = [];

/** Stops the server. Call it after each test. */
export async function stopProcesses(): Promise<void> {
  for (const stop of stops.splice(0)) await stop();
}

export async function openProcess(settings: Record<string, string> = {}, siteRoot = tmpdir()) {
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
  const running = await startProcess({ config, environment, log, siteRoot });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= running.stop(0));
  stops.push(stop);
  return {
    url: running.url,
    log,
    stop,
    lines,
    logged: () => lines.join(''),
    get: (path: string, headers: Record<string, string> = {}) => fetch(running.url + path, { headers }),
    post: (body: object | string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
      fetch(`${running.url}/chatkit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(signal ? { signal } : {}),
      }),
    upload: (content: string, headers: Record<string, string> = {}) => {
      const body = new FormData();
      body.append('file', new Blob([content], { type: 'text/plain' }), 'note.txt');
      return fetch(`${running.url}/attachments`, { method: 'POST', headers, body });
    },
  };
}
