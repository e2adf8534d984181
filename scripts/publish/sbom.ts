/** `npm run sbom`: writes the bill of materials of each published package beside its files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partsOf, readLock, toCycloneDx } from './supply-chain.ts';

const lock = readLock();
for (const root of ['', 'server']) {
  const folder = join(root, 'dist');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(toCycloneDx(partsOf(lock, root)), null, 2)}\n`);
}
