/** The division of the English texts: those that the chat opens with, those of the thread, and those of the parts that load later. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { importsOf } from '../../../test/harness/imports-of.ts';
import { answer } from './en/answer.ts';
import { later } from './en/later.ts';
import { opening } from './en/opening.ts';

const codeOf = (files: Iterable<string>) =>
  [...files]
    .filter((file) => !file.includes('/locales/en'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

const eager = importsOf('src/chatkit/view.tsx');
const opened = codeOf(eager);
// The outbox and the later requests load later, but what they say is shown in the thread.
const answers = [
  'thread/Thread.tsx',
  'state/connection/wire-parts.ts',
  'speech/speak-answers.ts',
  'state/more-requests.ts',
  'state/messages/outbox.ts',
  'markdown/markdown-view.ts',
];
const answered = codeOf(answers.flatMap((file) => [...importsOf(`src/chatkit/${file}`, new Set(eager))]));
const isIn = (code: string) => (key: string) => code.includes(`'${key}'`);

it('the opening texts are exactly those that the opening code names', () => {
  expect(Object.keys({ ...answer, ...later }).filter(isIn(opened))).toEqual([]);
  expect(Object.keys(opening).filter((key) => !isIn(opened)(key))).toEqual([]);
});

it('the texts of an answer are exactly those that its code names', () => {
  expect(Object.keys(later).filter(isIn(answered))).toEqual([]);
  expect(Object.keys(answer).filter((key) => !isIn(answered)(key))).toEqual([]);
});

it.each([
  ['opening code', opened, 'history', ['answer', 'later']],
  ['code of an answer', answered, 'arrow-down', ['later']],
])('every icon that the %s names is there with it', (_, code, known, files) => {
  const names = [...code.matchAll(/<Icon name="([\w-]+)"/g)].map(([, name]) => name);
  expect(names).toContain(known);
  const late = files.map((file) => readFileSync(`src/chatkit/icons/${file}-strokes.ts`, 'utf8')).join('\n');
  expect(names.filter((name) => new RegExp(`^  '?${name}'?:`, 'm').test(late))).toEqual([]);
});
