import { describe, expect, it } from 'vitest';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import { findSent, readSent } from './sent-message.ts';

const stored = {
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
    expect(readSent(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });

  it.each([
    [null],
    [5],
    ['text'],
    [{}],
    [{ ...stored, input: { content: 'text' } }],
    [{ ...stored, firstSentAt: 'now' }],
  ])('is absent if another script stored %j there', (value) => {
    expect(readSent(value)).toBeNull();
  });

  it('has no list of threads if the stored list is invalid', () => {
    expect(readSent({ ...stored, knownThreads: 5 })?.knownThreads).toBeNull();
  });
});

describe('the server’s copy of a message', () => {
  const storedMessage = (id: string, text: string): UserMessageItem => ({
    type: 'user_message',
    id,
    thread_id: 'thr_1',
    created_at: '2026-01-01T00:00:00Z',
    content: [{ type: 'input_text', text }],
    attachments: [],
    inference_options: {},
  });
  const { content } = storedMessage('', 'Yes');
  const input = { content, attachments: [], quoted_text: '', inference_options: {} };

  it('is the one with the same words that came after the message was sent', () => {
    const items = [storedMessage('m1', 'Yes'), storedMessage('m2', 'No'), storedMessage('m3', 'Yes')];
    expect(findSent(items, { input, after: 'm2' })?.id).toBe('m3');
    expect(findSent(items, { input, after: null })?.id).toBe('m1');
  });

  it('is not an older message with the same words', () => {
    expect(findSent([storedMessage('m1', 'Yes'), storedMessage('m2', 'No')], { input, after: 'm2' })).toBeNull();
  });
});
