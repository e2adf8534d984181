import { expect, it } from 'vitest';
import { parseFoundThreads } from './found-threads.ts';

const found = { thread_id: 't', from: 'user', text: 'Hello', created_at: '2026-11-30T08:05:04Z' };

it('reads what it can of an answer, and nothing of another one', () => {
  expect(parseFoundThreads({ data: [found, { ...found, from: undefined }], has_more: true })).toEqual([
    found,
    { ...found, from: undefined },
  ]);
  const broken = [null, 'text', {}, { ...found, text: 5 }, { ...found, thread_id: null }, { ...found, created_at: {} }];
  expect(parseFoundThreads({ data: [...broken, found] })).toEqual([found]);
  for (const other of [null, 'text', [], {}, { data: 'text' }, { data: { 0: found } }])
    expect(parseFoundThreads(other)).toEqual([]);
});
