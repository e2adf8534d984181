import { expect, it } from 'vitest';
import * as z from 'zod';
import { startConversation } from '../../../test/harness/chat/conversation.ts';
import { PROTOTYPE_NAMES } from '../../../test/harness/hostile/prototype-names.ts';
import { MemoryStore } from '../stores/memory.ts';
import { actionHandler } from './actions.ts';
import { DemoServer } from './demo/demo-server.ts';

interface Line {
  err: Error;
  threadId: string;
}

async function act(action: object) {
  const logged: Line[] = [];
  const server = new DemoServer({
    store: new MemoryStore(),
    // The log takes any object; those about refused actions have these members.
    log: {
      warn: (details) => void logged.push(details as Line),
      error: (details) => void logged.push(details as Line),
    },
    pace: { textMs: 0 },
    actions: new Map([
      actionHandler('todo.add', {
        payload: z.object({ text: z.string() }),
        handle: ({ payload }) => {
          if (payload.text === 'break') throw new Error('The database is down.');
        },
      }),
    ]),
  });
  const chat = startConversation(server);
  await chat.send('echo hi');
  const { events } = await chat.request('threads.custom_action', { action });
  return { logged, events, threadId: chat.threadId };
}

it('logs an action without a handler, with its name and the known ones', async () => {
  const { logged, events, threadId } = await act({ type: 'todo.remove', payload: {} });
  expect(events.at(-1)).toMatchObject({ type: 'error', message: 'This button doesn’t do anything yet.' });
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatchObject({ threadId });
  expect(logged[0]?.err.message).toBe(
    'The action "todo.remove" arrived, and no handler has that name. Known names: todo.add.',
  );
});

it.each(PROTOTYPE_NAMES)('finds no handler for the action type %s', async (type) => {
  const { logged, events } = await act({ type, payload: {} });
  expect(events.at(-1)).toMatchObject({ type: 'error', message: 'This button doesn’t do anything yet.' });
  expect(logged.map(({ err }) => err.message)).toEqual([
    `The action "${type}" arrived, and no handler has that name. Known names: todo.add.`,
  ]);
});

it('logs what is wrong with an invalid payload, not its values', async () => {
  const { logged, events } = await act({ type: 'todo.add', payload: { text: 7, secret: 'swordfish' } });
  expect(events.at(-1)).toMatchObject({ type: 'error', message: expect.stringMatching(/^That couldn’t be done/) });
  expect(logged).toHaveLength(1);
  expect(logged[0]?.err.message).toMatch(/^The payload of the action "todo.add" does not fit its schema: /);
  expect(logged[0]?.err.message).not.toContain('swordfish');
});

it('logs a failing handler once, and a working one not at all', async () => {
  const failed = await act({ type: 'todo.add', payload: { text: 'break' } });
  expect(failed.logged.map(({ err }) => err.message)).toEqual(['The database is down.']);
  expect((await act({ type: 'todo.add', payload: { text: 'milk' } })).logged).toEqual([]);
});
