import { describe, expect, it } from 'vitest';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import { findSent, readSent } from './sent-message.ts';

const kept = {
  input: { content: [{ type: 'input_text', text: 'Where is it?' }], attachments: [] },
  attachments: [],
  knownThreads: ['thr_1'],
  after: null,
  key: 'a key of the message',
  firstSentAt: 1,
  sendsItself: true,
};

describe('a message left by an earlier page', () => {
  it('is read as stored', () => {
    expect(readSent(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it.each([[null], [5], ['text'], [{}], [{ ...kept, input: { content: 'text' } }], [{ ...kept, firstSentAt: 'now' }]])(
    'is absent if another script stored %j there',
    (value) => {
      expect(readSent(value)).toBeNull();
    },
  );

  it('has no list of threads if the stored list is invalid', () => {
    expect(readSent({ ...kept, knownThreads: 5 })?.knownThreads).toBeNull();
  });
});

describe('the server’s copy of a message', () => {
  const said = (id: string, text: string): UserMessageItem => ({
    type: 'user_message',
    id,
    thread_id: 'thr_1',
    created_at: '2026-01-01T00:00:00Z',
    content: [{ type: 'input_text', text }],
    attachments: [],
    inference_options: {},
  });
  const { content } = said('', 'Yes');
  const input = { content, attachments: [], quoted_text: '', inference_options: {} };

  it('is the one with the same words that came after the message was sent', () => {
    const items = [said('m1', 'Yes'), said('m2', 'No'), said('m3', 'Yes')];
    expect(findSent(items, { input, after: 'm2' })?.id).toBe('m3');
    expect(findSent(items, { input, after: null })?.id).toBe('m1');
  });

  it('is not an older message with the same words', () => {
    expect(findSent([said('m1', 'Yes'), said('m2', 'No')], { input, after: 'm2' })).toBeNull();
  });
});
