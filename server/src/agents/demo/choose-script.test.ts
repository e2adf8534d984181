import { expect, it } from 'vitest';
import { chooseScript } from './choose-script.ts';

it.each(['1', 'fail ', 'fail', '(', '1.', 'search '])(
  'takes no time to speak of for %j a hundred thousand times',
  (piece) => {
    const startMs = performance.now();
    chooseScript(piece.repeat(100_000 / piece.length));
    expect(performance.now() - startMs).toBeLessThan(1000);
  },
);
