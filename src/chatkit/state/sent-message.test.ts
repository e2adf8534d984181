import { describe, expect, it } from 'vitest';
import { readSent } from './sent-message.ts';

const kept = {
  input: { content: [{ type: 'input_text', text: 'Where is it?' }], attachments: [] },
  attachments: [],
  knownThreads: ['thr_1'],
  after: null,
  key: 'a key of the message',
  firstSentAt: 1,
};

describe('a message that an earlier page has left', () => {
  it('is read as it was kept', () => {
    expect(readSent(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it.each([[null], [5], ['text'], [{}], [{ ...kept, input: { content: 'text' } }], [{ ...kept, firstSentAt: 'now' }]])(
    'is none when another has left %j there',
    (value) => {
      expect(readSent(value)).toBeNull();
    },
  );

  it('has no list of conversations when what stands in its place is none', () => {
    expect(readSent({ ...kept, knownThreads: 5 })?.knownThreads).toBeNull();
  });
});
