/** A password from a widget's form reaches the action's handler, and nothing else: no row, no log, no other reader. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { ada, done, message, openChat, widget } from '../../../test/harness/chat/chat-server.ts';
import { openStore } from '../stores/open-store.ts';

const SECRET = 'correct-horse-battery-staple';
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

it('a password is in no database file and no line of the log, however the action ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-passwords-'));
  folders.push(folder);
  const { store, close } = openStore(`file:${join(folder, 'test.sqlite')}`);
  const seen: unknown[] = [];
  const logged: string[] = [];
  const log = (...line: unknown[]) => void logged.push(inspect(line, { depth: 9 }));
  const chat = openChat({
    store,
    resumable: true,
    log: { warn: log, error: log },
    async *action(thread, action) {
      seen.push(action.payload);
      yield done(message(thread.id, `m${seen.length}`, 'Welcome.'));
      if (action.type === 'fail') throw new Error('The account service is down.');
    },
    async syncAction(_, action) {
      seen.push(action.payload);
      return {};
    },
  });
  const { id } = await chat.thread();
  await store.addThreadItem(id, widget(id, 'w1'), ada());
  const request = (type: string, action: string) => ({
    type,
    params: { thread_id: id, item_id: 'w1', action: { type: action, payload: { account: { password: SECRET } } } },
    metadata: { chatdock: { key: `${action}-${type.replaceAll('.', '-')}`, resume: true } },
  });
  for (const action of ['sign-up', 'fail']) await (await chat.post(request('threads.custom_action', action))).text();
  await chat.ask(request('threads.sync_custom_action', 'sign-up'));
  expect(seen).toEqual(Array.from({ length: 3 }, () => ({ account: { password: SECRET } })));
  expect(logged.join()).toContain('The account service is down.');
  expect(logged.join()).not.toContain(SECRET);
  expect(JSON.stringify(await chat.stored(id))).toContain('Welcome.');
  const files = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1')).join(''); // prettier-ignore
  expect(files()).toContain('Welcome.');
  expect(files()).not.toContain(SECRET);
  await close();
  expect(files()).not.toContain(SECRET);
});
