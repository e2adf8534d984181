import { describe, expect, it } from 'vitest';
import { startConversation } from '../../../../../test/harness/chat/conversation.ts';
import { silentLog } from '../../../core/telemetry/log.ts';
import { MemoryStore } from '../../../stores/memory.ts';
import { DemoServer } from '../demo-server.ts';
import { answersOf, SAMPLE_ACTION, sampleFor, samples, sampleWidget, usedSample } from './samples.ts';

const start = () =>
  startConversation(new DemoServer({ store: new MemoryStore(), log: silentLog, pace: { textMs: 0, stepMs: 0 } }));

/** The visitor's message that shows each sample. */
const asked: Record<string, string> = {
  order: 'show me the order status',
  flight: 'show me a flight pick',
  calendar: 'Show me my calendar',
  email: 'show me an email draft',
  survey: 'show me a survey',
  products: 'show me some products',
  weather: 'show me the forecast',
  invoice: 'please show me the invoice',
  signUp: 'show me a sign-up form',
  approval: 'show me the approval card',
  ticket: 'show me a ticket',
  map: 'show me the map list',
  poll: 'show me a poll',
  checklist: 'show me a checklist',
  pricing: 'show me the pricing',
  playlist: 'show me a playlist',
  codeReview: 'show me a code review',
  incident: 'show me the incident',
  recipe: 'show me a recipe',
  tracking: 'show me the tracking',
  quote: 'show me a quote',
  seats: 'show me the seat map',
  dashboard: 'show me the dashboard',
  report: 'show me a chart report',
};

/** All actions in a tree, from anywhere in it. */
const actionsIn = (value: unknown): { payload: Record<string, unknown> }[] =>
  typeof value !== 'object' || value === null
    ? []
    : 'type' in value && value.type === SAMPLE_ACTION && 'payload' in value
      ? [value as { payload: Record<string, unknown> }] // the sample's own action
      : Object.values(value).flatMap(actionsIn);

describe('the sample widgets', () => {
  it('are chosen by a message that names what they show', () => {
    expect(Object.keys(asked).toSorted()).toEqual(Object.keys(samples).toSorted());
    for (const [name, text] of Object.entries(asked)) expect(sampleFor(text), text).toBe(name);
    for (const text of [
      'show a table',
      'show code',
      'show me a form',
      'show a list',
      'show me an error',
      'show me a picture of a map',
      'what is my order?',
      'show',
    ])
      // prettier-ignore
      expect(sampleFor(text), text).toBeUndefined();
  });

  it.each(Object.keys(samples))('%s: is shown, updates itself when used, and answers in a sentence', async (name) => {
    const chat = start();
    await chat.send(asked[name] ?? '');
    const shown = chat.state.items.findLast((item) => item.type === 'widget');
    expect(shown).toMatchObject({ widget: JSON.parse(JSON.stringify(sampleWidget(name))) });
    const actions = actionsIn(sampleWidget(name));
    expect(actions.length).toBeGreaterThan(0);
    for (const { payload } of actions) {
      const filled = { day: '2026-11-30', name: 'Ada', email: 'ada@example.com', choice: 'O Forno', stay: 'Good', who: 'Ada', subject: 'Friday', time: '10:00' }; // prettier-ignore
      const { widget, reply } = usedSample({ ...filled, ...payload }) ?? {};
      expect(reply).toMatch(/^[\p{Lu}\d][^]*[.!?]$/u);
      expect(reply).not.toMatch(/undefined|  |, ,| \.| for \./);
      expect(widget).not.toEqual(payload['period'] === 'week' ? undefined : sampleWidget(name));
      // The report is used again and again, every other widget once.
      expect(JSON.stringify(widget).includes(SAMPLE_ACTION)).toBe(name === 'report');
    }
    await chat.request('threads.custom_action', {
      item_id: shown?.id,
      action: { type: SAMPLE_ACTION, payload: actions.at(-1)?.payload ?? {} },
    });
    expect(chat.state.items.find(({ id }) => id === shown?.id)).not.toEqual(shown);
    expect(chat.state.items.at(-1)).toMatchObject({ type: 'assistant_message' });
  });

  it('show typed values as truncated text, and ignore properties that were not sent', () => {
    const answer = answersOf({ name: '**[x](y)** <b>', long: 'a'.repeat(500), tree: { a: 1 } });
    expect(answer('name')).toBe('x(y) b');
    expect(answer('long')).toHaveLength(200);
    expect([answer('tree'), answer('constructor', 'none'), answer('missing')]).toEqual(['', 'none', '']);
  });
});
