/**
 * Orders the test files, the longest first, so that no worker begins a long file when the others have finished. Vitest
 * orders by the times of the last run, which a fresh clone and CI do not have.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The end-to-end files that take longest, the longest first. `npm test` prints the ten slowest at its end. */
export const longest = [
  'packages/packages',
  'server/two-pages',
  'server/two-processes',
  'server/uploads',
  'dock/voice',
  'host-pages/guests',
  'server/resume',
  'host-pages/react',
  'host-pages/options',
  'browsers/manners',
  'server/proxy',
  'server/chaos-site',
  'host-pages/navigation',
  'dock/engines',
  'element/screen-reader',
  'dock/journey',
  'server/providers',
  'dock/keyboard',
  'browsers/editor',
  'packages/examples',
  'dock/window',
  'dock/axe',
  'host-pages/throwing-options',
  'packages/sample-pages',
  'browsers/composing',
  'server/chaos',
  'dock/shell',
  'dock/layouts',
  'server/operations',
  'host-pages/retry',
  'dock/first-answer',
  'host-pages/throws',
  'element/hostile-widgets',
  'browsers/looks',
  'server/tabs',
  'host-pages/rules',
  'dock/tabs',
  'browsers/keys',
  'element/chunks',
  'element/axe',
  'browsers/firefox',
  'host-pages/manners',
  'browsers/old',
  'server/crash',
  'host-pages/leaves',
  'browsers/journey',
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
