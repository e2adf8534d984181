/** Finds a Firefox to test in: `FIREFOX_PATH`, else an installed one. Undefined if there is none. */
import { existsSync } from 'node:fs';

export const firefoxPath = [
  process.env['FIREFOX_PATH'],
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
].find((path) => path && existsSync(path));
