/** The package as `npm pack` creates it, unpacked as by `npm install`: files that are not in it cannot be imported. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pack } from '../../../scripts/publish/pack.ts';

/** A site that has installed the package; its dependencies are also resolved from here. */
export const site = resolve('.cache/packed');

/** The published packages: where the manifest is, and the last file that the build writes. */
const packages = {
  chatdock: { folder: '.', built: 'dist/index.js', packed: 'chatdock.tgz' },
  '@chatdock/server': { folder: 'server', built: 'server/dist/index.js', packed: 'chatdock-server.tgz' },
} as const;

/** Unpacks a built package, again after each build. @returns its folder. */
export function unpackPackage(name: keyof typeof packages = 'chatdock'): string {
  const source = packages[name];
  const folder = join(site, 'node_modules', name);
  const stamp = join(folder, 'package.json');
  const isNewer = (than: string) => statSync(stamp).ctimeMs > statSync(than).mtimeMs;
  if (existsSync(join(site, source.packed)) && existsSync(stamp) && isNewer(source.built) && isNewer(join(source.folder, 'package.json'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // A separate manifest, so that our package names are resolved as in any other project.
  writeFileSync(join(site, 'package.json'), JSON.stringify({ name: 'a-site', private: true, type: 'module' }));
  execFileSync('tar', ['-xzf', pack(source.folder, site), '--strip-components=1'], { cwd: folder });
  return folder;
}

/** Copies the packed packages into a folder, as `npm run pack` writes them. @returns the files, by the package's folder */
export function copyPackages(folder: string): { '.': string; server: string } {
  mkdirSync(folder, { recursive: true });
  const copy = (name: keyof typeof packages) => {
    unpackPackage(name);
    const file = resolve(folder, packages[name].packed);
    copyFileSync(join(site, packages[name].packed), file);
    return file;
  };
  return { '.': copy('chatdock'), server: copy('@chatdock/server') };
}

/** The file behind `import … from 'chatdock'`, according to the packed manifest. */
export function packedEntry(): string {
  const folder = unpackPackage();
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: { '.': { default: string } };
  };
  return join(folder, exports['.'].default);
}
