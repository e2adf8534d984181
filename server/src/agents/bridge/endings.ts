/** The one sentence that a visitor reads when an answer ends early, or never begins. */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { Finish } from '../providers/wire/finish.ts';

interface Ending {
  /** Part of an answer was shown. */
  afterText: string;
  /** Nothing was shown but thoughts. */
  withoutText: string;
}

const ENDINGS: Partial<Record<Finish, Ending>> = {
  length: {
    afterText: 'The answer reached its length limit and ends here. Ask to go on if you need the rest.',
    withoutText:
      'The length limit was used up by thinking, so there is no answer. Ask something shorter, or in smaller steps.',
  },
  filtered: {
    afterText: 'The answer ends here because the provider filtered the rest.',
    withoutText: 'The provider filtered the answer, so there is nothing to show. Try asking in another way.',
  },
};

const NO_ANSWER = 'The assistant thought about it but wrote no answer. Ask again, or ask in another way.';

/** The sentence for an answer that ended like this; null when it says all itself. `hasAnswer`: text was shown, or a tool was called. */
export function endingOf(finish: Finish | null, { hasAnswer }: { hasAnswer: boolean }): string | null {
  const ending = finish === null ? undefined : ownEntry(ENDINGS, finish);
  if (hasAnswer) return ending?.afterText ?? null;
  return ending?.withoutText ?? NO_ANSWER;
}
