/**
 * Names from a model, a page or a document that every object also has, such as `constructor`, are treated as unknown
 * names.
 */
import { afterEach, expect, it } from 'vitest';
import { answered, call, calling, closeDialects, DONE, piece, speak } from '../../../test/harness/providers/dialect.ts';
import { PROTOTYPE_NAMES } from '../../../test/harness/hostile/prototype-names.ts';
import { endingOf } from './bridge/endings.ts';
import { readPage } from './documents/read-passages.ts';
import { readFinish } from './providers/wire/finish.ts';
import { readDelta } from './providers/wire/delta-text.ts';

afterEach(closeDialects);

const unknown = ['no_such_name', ...PROTOTYPE_NAMES];

it.each(unknown)('a document keeps the unknown entity &%s; as text', (name) => {
  const { passages } = readPage(`<p>Before &${name}; after.</p>`, '.html', 'page');
  expect(passages.map(({ text }) => text)).toEqual([`Before &${name}; after.`]);
});

it.each(unknown)('an answer part of the type %s is text', (name) => {
  expect(readDelta({ content: [{ type: name, text: 'Hello' }] })).toEqual({ text: 'Hello', thought: '' });
});

it.each(unknown)('the finish reason %s is an ordinary end', async (name) => {
  expect(endingOf(readFinish(name), { hasAnswer: true })).toBeNull();
  expect(endingOf(readFinish(name), { hasAnswer: false })).toMatch(/didn’t write an answer/);
  const { send } = await speak([piece({ content: [{ type: name, text: 'Hello.' }] }), piece({}, name), DONE]);
  expect(await send()).toMatchObject(answered('Hello.'));
});

it.each(unknown)('a model that calls an unknown tool named %s gets an error', async (name) => {
  const { send, asked } = await speak(calling(call(name, '{}', { index: 0, id: 'a' })));
  const received = await send();
  expect(received).toMatchObject({ error: null, ran: [] });
  expect(received.text).toMatch(/^RESULTS=1 /);
  expect(String(asked()[1]?.at(-1)?.content)).toContain(name);
});

it.each(unknown)('a message that chooses the unknown model and tool %s gets an answer', async (name) => {
  const { chat, toReceived, provider } = await speak([piece({ content: 'Hello.' }), piece({}, 'stop'), DONE]);
  const turn = await chat.send('Go', { inference_options: { model: name, tool_choice: { id: name } } });
  expect(toReceived(turn)).toMatchObject(answered('Hello.'));
  expect(provider.requests[0]?.body).not.toHaveProperty('tool_choice');
});
