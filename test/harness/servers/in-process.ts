/** Runs the server in the process of the tests, over real HTTP, with helpers for its tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import { openProcess as open, stopProcesses } from './open-process.ts';

const folders: string[] = [];

afterEach(async () => {
  await stopProcesses();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Starts a process with these settings. It stops after the test. */
export async function openProcess(settings: Record<string, string> = {}) {
  const running = await open(settings);
  const { url, lines, post } = running;
  return {
    ...running,
    upload(path: string, file: Blob) {
      const body = new FormData();
      body.append('file', file, 'note.txt');
      return fetch(url + path, { method: 'POST', body });
    },
    entries: (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line)),
    titles: async (headers: Record<string, string>): Promise<string[]> =>
      (await (await post({ type: 'threads.list', params: {} }, headers)).json()).data.map(
        ({ title }: { title?: string }) => title,
      ),
  };
}

/** A folder that exists until the end of the test. */
export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-process-'));
  folders.push(folder);
  return folder;
}

/** The visitor's identity in the answer's cookie and in its header. */
export const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

export const tokenOf = (response: Response) => ({
  [VISITOR_TOKEN_HEADER]: response.headers.get(VISITOR_TOKEN_HEADER) ?? '',
});
