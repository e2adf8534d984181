/**
 * Provides Lucide's icons as data, in chunks: `virtual:lucide/named` has those that ChatKit's icon names map to,
 * `virtual:lucide/a` … `virtual:lucide/z` all icons by first letter. One module per icon would be 2,400 files; one module
 * for all would load 120 KB for a single icon.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { CONTENT_ICONS, HEADER_ICONS } from '../../src/chatkit/icons/names.ts';

type IconNode = [tag: string, attributes: Record<string, string>][];

const PREFIX = 'virtual:lucide/';
const folder = join(dirname(createRequire(import.meta.url).resolve('lucide-react/icons/star')), '/');

export function lucideIcons(): Plugin {
  return {
    name: 'lucide-icons',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const part = id.slice(PREFIX.length + 1);
      const names =
        part === 'named' ? [...new Set(Object.values({ ...CONTENT_ICONS, ...HEADER_ICONS }))] : await namesFrom(part);
      const icons = await Promise.all(names.map(async (name) => [name, await readIcon(name)] as const));
      return `export const icons = ${JSON.stringify(Object.fromEntries(icons))};`;
    },
  };
}

async function namesFrom(letter: string): Promise<string[]> {
  const files = await readdir(folder);
  return files.flatMap((file) =>
    file.endsWith('.mjs') && file.startsWith(letter) && file !== 'index.mjs' ? [file.slice(0, -'.mjs'.length)] : [],
  );
}

/** Reads an icon. The file of an old name only re-exports the icon under its new name. */
async function readIcon(name: string): Promise<IconNode> {
  const file = join(folder, `${name}.mjs`);
  const newer = /export \{ default \} from '\.\/([^']+)\.mjs'/.exec(await readFile(file, 'utf8'))?.[1];
  if (newer) return readIcon(newer);
  const module: { __iconData: { node: IconNode } } = await import(pathToFileURL(file).href);
  return module.__iconData.node.map(([tag, attributes]) => [
    tag,
    Object.fromEntries(Object.entries(attributes).filter(([attribute]) => attribute !== 'key')),
  ]);
}
