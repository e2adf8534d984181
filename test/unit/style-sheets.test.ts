/** The rules for all our style sheets, in whatever file they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, walk, generate } from 'css-tree';
import { expect, it } from 'vitest';

/** Style sheets of the element, and the modules of the dock, which carry theirs as text. */
const sheets = [...filesOf('src/chatkit', /\.css$/), ...filesOf('src/dock', /\.css$/)];

it("no style sheet uses rem, which depends on the page's root font size", () => {
  expect(sheets.length).toBeGreaterThanOrEqual(15);
  expect(
    sheets.flatMap((file) =>
      (readFileSync(file, 'utf8').match(/\b[\d.]+rem\b/g) ?? []).map((measure) => `${file}: ${measure}`),
    ),
  ).toEqual([]);
});

/** After a tap, a touch screen keeps `:hover` on the element until the next tap: it would look pressed. */
it('every :hover rule is for pointers that can hover', () => {
  const found = sheets.flatMap((file) => hoverRules(file));
  expect(found.length).toBeGreaterThanOrEqual(25);
  expect(found.filter(({ isForPointers }) => !isForPointers)).toEqual([]);
});

/** The selectors of a style sheet that use `:hover`, and whether `@media (hover: hover)` holds them. */
function hoverRules(file: string): { place: string; isForPointers: boolean }[] {
  const found: { place: string; isForPointers: boolean }[] = [];
  walk(parse(readFileSync(file, 'utf8'), { positions: true }), {
    visit: 'PseudoClassSelector',
    enter(node) {
      if (node.name !== 'hover') return;
      const { atrule, rule } = this;
      const isForPointers =
        atrule?.name === 'media' && atrule.prelude !== null && generate(atrule.prelude) === '(hover:hover)';
      found.push({ place: `${file}: ${rule ? generate(rule.prelude) : ':hover'}`, isForPointers });
    },
  });
  return found;
}

function filesOf(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => join(folder, file));
}
