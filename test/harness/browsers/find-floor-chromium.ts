/** The oldest Chromium of docs/browsers.md, from npm: an older `@sparticuz/chromium`, which runs on Linux x64. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const source = resolve('node_modules/chromium-floor/bin');
const folder = resolve('.cache/chromium-floor');

export const hasFloorChromium = process.platform === 'linux' && process.arch === 'x64' && existsSync(source);

const unpack = (name: string) => brotliDecompressSync(readFileSync(join(source, `${name}.br`)));

/** Unpacks the browser on first use. Its own unpacker would put it where the newer package puts its browser. */
export function floorChromium(): string {
  const path = join(folder, 'chromium');
  if (existsSync(path)) return path;
  mkdirSync('.cache', { recursive: true });
  const unpacked = mkdtempSync(`${folder}-`);
  writeFileSync(join(unpacked, 'chromium'), unpack('chromium'), { mode: 0o755 });
  execFileSync('tar', ['-x', '-C', unpacked], { input: unpack('swiftshader.tar') });
  // Another test file may have unpacked it meanwhile.
  if (existsSync(path)) rmSync(unpacked, { recursive: true });
  else renameSync(unpacked, folder);
  return path;
}
