/** Records when server processes received the model's text, and how much of it a killed process lost. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Receipts {
  /** Settings of a process whose receipts are recorded. */
  readonly env: Record<string, string>;
  /** Call this before a process is killed. */
  killed(pid: number): void;
  /**
   * How long before it was killed a process had received the first text of an answer that the store does not have, in
   * milliseconds. 0 when the store has all of it. `isAnswer` finds the answer by its text.
   */
  lostMs(isAnswer: (text: string) => boolean, storedChars: number): number;
  dispose(): void;
}

interface Receipt {
  readonly at: number;
  /** All text of the answer so far. */
  readonly text: string;
}

export function noteReceipts(): Receipts {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-receipts-'));
  const kills = new Map<number, number>();
  let answers: { pid: number; receipts: Receipt[] }[] | undefined;

  const read = () =>
    readdirSync(folder).flatMap((name) => {
      const pid = Number.parseInt(name, 10);
      return readAnswers(join(folder, name)).map((receipts) => ({ pid, receipts }));
    });

  return {
    env: {
      CHATDOCK_RECEIPTS: folder,
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'note-receipts.mjs')).href}`,
    },
    killed: (pid) => void kills.set(pid, Date.now()),
    lostMs(isAnswer, storedChars) {
      answers ??= read();
      const found = answers.find(({ receipts }) => isAnswer(receipts.at(-1)?.text ?? ''));
      const killedAt = found && kills.get(found.pid);
      const missing = found?.receipts.find(({ text }) => text.length > storedChars);
      return killedAt !== undefined && missing ? Math.max(killedAt - missing.at, 0) : 0;
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

/** The answers in one process's file. */
function readAnswers(file: string): Receipt[][] {
  const answers = new Map<number, { receipts: Receipt[]; rest: string }>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [at, number, chunk] = parseLine(line);
    const answer = answers.get(number) ?? { receipts: [], rest: '' };
    answers.set(number, answer);
    const events = `${answer.rest}${chunk}`.split('\n\n');
    answer.rest = events.pop() ?? '';
    const text = events.map(textOf).join('');
    if (text !== '') answer.receipts.push({ at, text: `${answer.receipts.at(-1)?.text ?? ''}${text}` });
  }
  return [...answers.values()].map(({ receipts }) => receipts);
}

/** The last line may be cut off. */
function parseLine(line: string): [at: number, number: number, chunk: string] {
  try {
    // As `note-receipts.mjs` has written it.
    return JSON.parse(line) as [number, number, string];
  } catch {
    return [0, 0, ''];
  }
}

/** The text in one event of Chat Completions. */
const textOf = (event: string) => {
  const [, text = '""'] = /"content":("(?:[^"\\]|\\.)*")/.exec(event) ?? [];
  return String(JSON.parse(text));
};
