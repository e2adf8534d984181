import { describe, expect, it } from 'vitest';
import { isHiddenItem } from '@chatdock/protocol/kinds';
import { startConversation, type Conversation, type Turn } from '../../../../test/harness/chat/conversation.ts';
import {
  ANSWER,
  FAULTS,
  startFakeProvider,
  type FakeProvider,
  type Fault,
} from '../../../../test/harness/providers/fake-provider.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { AgentServer } from '../agent-server.ts';
import type { ModelAddress } from './address.ts';
import { FallbackModel } from './fallback/fallback-model.ts';
import { toModelChoice } from './models.ts';

const SECOND_ANSWER = 'The second provider answers this one, from its first word to its last.';
/** Faults that a client can still read. */
const HARMLESS: readonly Fault[] = ['cr', 'crlf', 'split-utf8', 'double-finish'];
/** Faults that persist until the settings or the message change. */
const PERMANENT: readonly Fault[] = ['400', '401', '402'];
/** Faults that occur when part of the answer is on the screen. */
const MID_STREAM: readonly Fault[] = [
  'stall',
  'reset-mid-stream',
  'end-without-finish',
  'error-event',
  'broken-json',
  'huge-event',
];

function addressOf(provider: FakeProvider, api: ModelAddress['api'], name: string): ModelAddress {
  return {
    provider: 'compatible',
    model: 'fake',
    baseURL: provider.baseURL(),
    apiKey: 'key',
    api,
    label: `compatible:${name}`,
  };
}

/** Generous enough for a machine that is busy with other tests; the cells that wait for them run side by side. */
const LIMITS = { firstTokenMs: 2000, silenceMs: 2000, repeatAfterMs: 5 };

/** One message to a provider that commits `fault`, alone or with a healthy one behind it. */
async function ask(
  api: ModelAddress['api'],
  fault: Fault,
  { fallback }: { fallback: boolean },
): Promise<{ chat: Conversation; turn: Turn }> {
  const [first, second] = await Promise.all([startFakeProvider(), startFakeProvider(SECOND_ANSWER)]);
  try {
    first.fault = fault;
    const addresses = [addressOf(first, api, 'first'), ...(fallback ? [addressOf(second, api, 'second')] : [])];
    const model = new FallbackModel({
      choices: addresses.map((address) => toModelChoice(address)),
      log: silentLog,
      limits: LIMITS,
    });
    const chat = startConversation(
      new AgentServer({ store: new MemoryStore(), log: silentLog, model: () => model, instructions: 'Be brief.' }),
    );
    return { chat, turn: await chat.send('What do apples cost?') };
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
}

/** Errors, and finished messages that were not removed. */
function terminalStates({ events }: Turn) {
  const removed = new Set(events.flatMap((event) => (event.type === 'thread.item.removed' ? [event.item_id] : [])));
  return events.filter(
    (event) =>
      event.type === 'error' ||
      (event.type === 'thread.item.done' && event.item.type === 'assistant_message' && !removed.has(event.item.id)),
  );
}

async function expectStoredAsShown(chat: Conversation) {
  expect((await chat.stored()).filter((item) => !isHiddenItem(item))).toEqual(chat.state.items);
}

describe.concurrent.each(['chat-completions', 'responses'] as const)('a provider that speaks %s', (api) => {
  it.each(HARMLESS)('and sends only "%s" is still understood', async (fault) => {
    const { chat, turn } = await ask(api, fault, { fallback: false });
    await expectStoredAsShown(chat);
    expect(turn.text).toBe(ANSWER);
    expect(terminalStates(turn)).toHaveLength(1);
    expect(turn.events.some(({ type }) => type === 'error')).toBe(false);
  });

  it.each(FAULTS.filter((fault) => !HARMLESS.includes(fault)))(
    'and fails with "%s" gives one clear error without a fallback',
    async (fault) => {
      const { chat, turn } = await ask(api, fault, { fallback: false });
      await expectStoredAsShown(chat);
      expect(terminalStates(turn).filter(({ type }) => type === 'error')).toEqual([
        {
          type: 'error',
          code: 'custom',
          message: expect.stringMatching(
            PERMANENT.includes(fault) ? /can’t be answered|contact the site owner/ : /Try again/,
          ),
          allow_retry: !PERMANENT.includes(fault),
        },
      ]);
      expect(turn.events.at(-1)?.type).toBe('error');
      expect(ANSWER.startsWith(turn.text)).toBe(true);
      expect(turn.text !== '').toBe(MID_STREAM.includes(fault));
    },
  );

  it.each(FAULTS)('and fails with "%s" gives exactly one complete answer with a fallback', async (fault) => {
    const { chat, turn } = await ask(api, fault, { fallback: true });
    await expectStoredAsShown(chat);
    expect(terminalStates(turn)).toHaveLength(1);
    expect(turn.text).toBe(HARMLESS.includes(fault) ? ANSWER : SECOND_ANSWER);
    expect(turn.events.some(({ type }) => type === 'error')).toBe(false);
    const added = turn.events.flatMap((event) => (event.type === 'thread.item.added' ? [event.item.id] : []));
    const removed = turn.events.flatMap((event) => (event.type === 'thread.item.removed' ? [event.item_id] : []));
    expect(removed).toEqual(MID_STREAM.includes(fault) ? [added[0]] : []);
    expect(new Set(added).size).toBe(added.length);
  });
});
