/** The package as `npm pack` makes it, unpacked as `npm install` does: what is not in there cannot be imported. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A site that has installed it; the packages it asks for are found from there, too. */
export const site = resolve('.cache/packed');

/** What we publish, by name: where its manifest lies, and the last file that its build writes. */
const packages = {
  chatdock: { folder: '.', built: 'dist/index.js' },
  '@chatdock/server': { folder: 'server', built: 'server/dist/index.js' },
};

/** Unpacks a built package, again if it was built again. @returns its folder. */
export function unpackPackage(name: keyof typeof packages = 'chatdock'): string {
  const source = packages[name];
  const folder = join(site, 'node_modules', name);
  const stamp = join(folder, 'package.json');
  const isNewer = (than: string) => statSync(stamp).ctimeMs > statSync(than).mtimeMs;
  if (existsSync(stamp) && isNewer(source.built) && isNewer(join(source.folder, 'package.json'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Another package's ground: what is ours by name is found as anybody finds it.
  writeFileSync(join(site, 'package.json'), JSON.stringify({ name: 'a-site', private: true, type: 'module' }));
  const answer = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', site],
    { cwd: source.folder, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  const [packed] = JSON.parse(answer) as { filename: string }[];
  if (!packed) throw new Error(`npm packed nothing: ${answer}`);
  execFileSync('tar', ['-xzf', join(site, packed.filename), '--strip-components=1'], { cwd: folder });
  return folder;
}

/** The file behind `import … from 'chatdock'`, by the packed manifest. */
export function packedEntry(): string {
  const folder = unpackPackage();
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: { '.': { default: string } };
  };
  return join(folder, exports['.'].default);
}
