/**
 * Orders the test files, the longest first, so that no worker begins a long file when the others have finished. Vitest
 * orders by the times of the last run, which a fresh clone and CI do not have.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The end-to-end files that take longest, the longest first. `npm test` prints the ten slowest at its end. */
export const longest = [
  'packages',
  'examples',
  'two-pages',
  'browsers-manners',
  'dock-options',
  'two-processes',
  'resume',
  'dock-journey',
  'browsers-editor',
  'dock-guests',
  'dock-navigation',
  'dock-voice',
  'providers',
  'dock-react',
  'uploads',
  'proxy',
  'dock-axe',
  'chaos-site',
  'throwing-options',
  'dock-window',
  'dock-engines',
  'dock-keyboard',
  'dock-shell',
  'chaos',
  'dock-rules',
  'element-axe',
  'dock-retry',
  'dock-layouts',
  'dock-throws',
  'dock-tabs',
  'hostile-memory',
  'tabs',
  'operations',
  'firefox',
].map((name) => `test/e2e/${name}.test.ts`);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
