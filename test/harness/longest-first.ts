/**
 * Orders the test files, the longest first, so that no worker begins a long file when the others have finished. Vitest
 * orders by the times of the last run, which a fresh clone and CI do not have.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The end-to-end files that take longest, the longest first. `npm test` prints the ten slowest at its end. */
export const longest = [
  'packages/packages',
  'packages/examples',
  'server/two-pages',
  'browsers/manners',
  'host-pages/options',
  'server/two-processes',
  'server/resume',
  'dock/journey',
  'browsers/editor',
  'host-pages/guests',
  'host-pages/navigation',
  'dock/voice',
  'server/providers',
  'host-pages/react',
  'server/uploads',
  'server/proxy',
  'dock/axe',
  'server/chaos-site',
  'host-pages/throwing-options',
  'dock/window',
  'dock/engines',
  'dock/keyboard',
  'dock/shell',
  'server/chaos',
  'host-pages/rules',
  'element/axe',
  'host-pages/retry',
  'dock/layouts',
  'host-pages/throws',
  'dock/tabs',
  'server/hostile-memory',
  'server/tabs',
  'server/operations',
  'browsers/firefox',
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
