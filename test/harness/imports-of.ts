import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** A file and all files of ours that it imports statically. */
export function importsOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/^(?:im|ex)port (?!type )[^'";]*?from '(\.[^']+)'/gm))
    importsOf(posix.join(posix.dirname(file), path), seen);
  return seen;
}
