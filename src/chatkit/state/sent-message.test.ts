import { describe, expect, it } from 'vitest';
import { readSent } from './sent-message.ts';

const kept = {
  input: { content: [{ type: 'input_text', text: 'Where is it?' }], attachments: [] },
  attachments: [],
  knownThreads: ['thr_1'],
  after: null,
  firstSentAt: 1,
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
