/** Checks the built files against the floor. */
import { globSync, readFileSync } from 'node:fs';
import { ALLOWED } from './allowed.ts';
import type { Finding } from './compat-data.ts';
import { scanStyles, styleSheetsIn } from './css-features.ts';
import { scanScript } from './js-features.ts';
import { findNewSyntax, SCRIPTS_OF_PAGES } from './old-syntax.ts';

/** The files that browsers load from us, directly or through a bundler. */
const FILES = ['dist/*.js', 'dist/modules/**/*.js', 'dist/bundled/**/*.js', 'dist/npm/*.js'];

/** Returns a sentence for each feature that the floor lacks and that `allowed.ts` does not explain. */
export function checkFloor(): string[] {
  const found = new Map<string, Finding & { files: Set<string> }>();
  for (const file of globSync(FILES)) {
    const { findings, texts } = scanScript(file, readFileSync(file, 'utf8'));
    for (const finding of [...findings, ...styleSheetsIn(texts).flatMap(scanStyles)]) {
      const known = found.get(finding.feature) ?? { ...finding, files: new Set() };
      known.files.add(file);
      found.set(finding.feature, known);
    }
  }
  const unexplained = [...found.values()].filter(({ feature }) => !Object.hasOwn(ALLOWED, feature));
  const stale = Object.keys(ALLOWED).filter((feature) => !found.has(feature));
  return [
    ...unexplained.map(
      ({ feature, since, files }) => `${feature} needs ${since.join(', ')}: ${[...files].join(', ')}.`,
    ),
    ...SCRIPTS_OF_PAGES.flatMap((file) =>
      findNewSyntax(file, readFileSync(file, 'utf8')).map(
        (found) => `${file} has ${found}, which is an error in browsers of 2018. See old-syntax.ts.`,
      ),
    ),
    ...stale.map((feature) => `${feature} is in allowed.ts, but is not in the build.`),
  ];
}
