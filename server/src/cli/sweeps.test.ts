/** The cleanup at the start of the process. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import { create, until } from '../../../test/harness/chat/chat-server.ts';
import { openProcess, stopProcesses } from '../../../test/harness/servers/open-process.ts';

afterEach(stopProcesses);

const FORTY_DAYS = 40 * 86_400_000;

it('deletes files that no message uses, and expired conversations', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-sweeps-'));
  const file = join(folder, 'chat.sqlite');
  const stored = () => readdirSync(join(folder, 'attachments'));
  try {
    const before = await openProcess({ DATABASE_URL: `file:${file}` });
    const uploaded = await before.upload('sent');
    const visitor = { [VISITOR_TOKEN_HEADER]: uploaded.headers.get(VISITOR_TOKEN_HEADER) ?? '' };
    const { id: sent } = await uploaded.json();
    const { id: unsent } = await (await before.upload('unsent', visitor)).json();
    await (await before.post(create('Echo old', { attachments: [sent] }), visitor)).text();
    await (await before.post(create('Echo new'), visitor)).text();
    expect(stored().toSorted()).toEqual([sent, unsent].toSorted());
    await before.stop();

    // Two days pass for the files: the one that was sent stays.
    const later = new DatabaseSync(file);
    later.exec(`UPDATE chatdock_files SET created_ms = created_ms - ${2 * 86_400_000}`);
    later.close();
    const second = await openProcess({ DATABASE_URL: `file:${file}`, CHATDOCK_RETENTION_DAYS: '30' });
    await until(() => stored().length === 1);
    expect(stored()).toEqual([sent]);
    await second.stop();

    // Forty days pass for one conversation.
    const muchLater = new DatabaseSync(file);
    muchLater.exec(`
      UPDATE chatdock_threads SET created_ms = created_ms - ${FORTY_DAYS} WHERE document LIKE '%Echo old%';
      UPDATE chatdock_items SET document = json_set(document, '$.created_at', '2020-01-01T00:00:00Z')
        WHERE thread_id IN (SELECT id FROM chatdock_threads WHERE document LIKE '%Echo old%')`);
    muchLater.close();
    const third = await openProcess({ DATABASE_URL: `file:${file}`, CHATDOCK_RETENTION_DAYS: '30' });
    await until(() => stored().length === 0);
    const threads = await (await third.post({ type: 'threads.list', params: {} }, visitor)).json();
    expect(threads.data.map(({ title }: { title: string }) => title)).toEqual(['Echo new']);
  } finally {
    await stopProcesses();
    rmSync(folder, { recursive: true });
  }
});
