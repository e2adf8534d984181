/** What every style sheet of ours must keep to, wherever it is written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

function filesOf(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => join(folder, file));
}
