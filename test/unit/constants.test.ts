/** One case for constants: data that is written out stands out from what is computed or called. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** A number, a text or a pattern, written out, and nothing behind it. */
const WRITTEN_OUT = String.raw`(?:-?\d[\d_.e]*|'(?:[^'\\\n]|\\.)*'|\/(?:[^/\\\n]|\\.)+\/[a-z]*|(?:true|false));`;
const DECLARATION = new RegExp(String.raw`^(?:export )?const ([a-z]\w*)(?:: [^=\n]+)? = ${WRITTEN_OUT}`, 'gmu');

const files = globSync(['src/**/*.{ts,tsx}', 'server/src/**/*.ts', 'scripts/**/*.ts', 'demo/**/*.{ts,tsx}']).filter(
  (file) => !file.includes('.test.'),
);

it('numbers, texts and patterns at the top of a file are in SCREAMING_CASE', () => {
  expect(files.length).toBeGreaterThan(500);
  const named = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(DECLARATION)].map(([, name]) => `${file}: ${name}`),
  );
  expect(named).toEqual([]);
});

it('finds a constant in another case', () => {
  expect("const place = 'here';\n".match(DECLARATION)).not.toBeNull();
  expect('const limit: number = 10_000;\n'.match(DECLARATION)).not.toBeNull();
  expect("const isHere = where() === 'here';\n".match(DECLARATION)).toBeNull();
});
