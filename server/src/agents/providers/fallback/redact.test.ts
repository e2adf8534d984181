import { expect, it } from 'vitest';
import { redact } from './redact.ts';

it.each([
  ['The model `gpt-9` does not exist', 'The model `gpt-9` does not exist'],
  [
    'Incorrect API key provided: sk-proj-ab12****3456. See https://x.example/keys?id=7',
    'Incorrect API key provided: [secret] See https://x.example/keys',
  ],
  ['Authorization: Bearer abc.def was refused', 'Authorization: [secret] was refused'],
  ['API key not valid: AIzaSyA1234567890abcdefghij', 'API key not valid: [secret]'],
  ['Project of ann@example.com, call +49 151 2345 6789', 'Project of [address], call +[number]'],
  ['Invalid body: {"messages": [{"content": "my secret"}]}', 'Invalid body: …'],
  ['Line one\n  line two', 'Line one line two'],
  ['key-1234 is wrong', '[secret] is wrong'],
  [`You wrote "${'x y '.repeat(40)}" here`, 'You wrote "…" here'],
])('keeps of %j what an operator needs', (message, expected) => {
  expect(redact(message, { secrets: ['key-1234'] })).toBe(expected);
});

it('removes visitors’ texts, in any letter case and spacing', () => {
  expect(
    redact('Content not allowed: my DIAGNOSIS is  secret (policy 7)', { texts: ['Hello', 'My diagnosis\nis secret'] }),
  ).toBe('Content not allowed:… (policy 7)');
});

it('is short, however long the message', () => {
  expect(redact('word '.repeat(100_000)).length).toBeLessThanOrEqual(301);
});
