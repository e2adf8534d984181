/** The sentence for the visitor if an answer ends early or never begins. */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { Finish } from '../providers/wire/finish.ts';

interface Ending {
  /** Part of an answer was shown. */
  afterText: string;
  /** Only thoughts were shown. */
  withoutText: string;
}

const ENDINGS: Partial<Record<Finish, Ending>> = {
  length: {
    afterText: 'This answer reached its length limit. Ask for the rest if you need it.',
    withoutText:
      'The assistant reached its length limit before it could answer. Ask a shorter question, or ask in smaller steps.',
  },
  filtered: {
    afterText: 'The rest of this answer was blocked by a content filter.',
    withoutText: 'This answer was blocked by a content filter. Try asking in a different way.',
  },
};

const NO_ANSWER = 'The assistant didn’t write an answer. Ask again, or ask in a different way.';

/**
 * The sentence for an answer with this end; null if it needs none. `hasAnswer`: text was shown, or a tool was called.
 */
export function endingOf(finish: Finish | null, { hasAnswer }: { hasAnswer: boolean }): string | null {
  const ending = finish === null ? undefined : ownEntry(ENDINGS, finish);
  if (hasAnswer) return ending?.afterText ?? null;
  return ending?.withoutText ?? NO_ANSWER;
}
