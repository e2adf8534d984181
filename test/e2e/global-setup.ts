/**
 * End-to-end tests run on built files, and on the package made of them. `npm test` builds first; a single run builds
 * only when there is nothing to test.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findQuickBrowser } from '../harness/browsers/find-browser.ts';
import { unpackPackage } from '../harness/packages/packed.ts';

export default async function setup() {
  if (!existsSync('dist/chatdock.umd.js') || !existsSync('server/dist/cli.js')) {
    const { status } = spawnSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' });
    if (status !== 0) throw new Error('The build failed, so there is nothing to test end to end.');
  }
  // Here, because the files that want these run side by side.
  await findQuickBrowser();
  unpackPackage();
  unpackPackage('@chatdock/server');
}
