/**
 * Finds a WebKit to test in: WebKitGTK's `WebKitWebDriver` and its MiniBrowser, with Xvfb as the screen. Undefined if
 * one of them is missing.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const firstOf = (paths: readonly (string | undefined)[]) => paths.find((path) => path && existsSync(path));

/** Debian puts MiniBrowser beside the library, in a folder named after its version. */
function miniBrowser(): string | undefined {
  const folders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib'];
  return firstOf([
    process.env['WEBKIT_PATH'],
    ...folders
      .filter((folder) => existsSync(folder))
      .flatMap((folder) =>
        readdirSync(folder)
          .filter((name) => name.startsWith('webkit2gtk-') || name.startsWith('webkitgtk-'))
          .map((name) => join(folder, name, 'MiniBrowser')),
      ),
  ]);
}

const driver = firstOf([process.env['WEBKIT_DRIVER_PATH'], '/usr/bin/WebKitWebDriver']);
const browser = miniBrowser();
const screen = firstOf([process.env['XVFB_PATH'], '/usr/bin/Xvfb']);

export const webkitPaths = driver && browser && screen ? { driver, browser, screen } : undefined;
