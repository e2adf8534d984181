import { expect, it } from 'vitest';
import { chooseScript } from './choose-script.ts';

it.each(['1', 'fail ', 'fail', '(', '1.', 'search '])(
  'chooses a script quickly for %j repeated a hundred thousand times',
  (piece) => {
    const startMs = performance.now();
    chooseScript(piece.repeat(100_000 / piece.length));
    expect(performance.now() - startMs).toBeLessThan(1000);
  },
);
