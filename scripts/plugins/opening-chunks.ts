/**
 * Provides `virtual:opening-chunks`: the file that the entries of `dist/modules/` import, with the hash in its name, for the scripts
 * that a page carries. They ask for it together with the entries, which saves a round of requests. A script of another version asks
 * in vain, and the entries then name the right file.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const NAME = 'virtual:opening-chunks';
const ID = `\0${NAME}`;

/** The build of `dist/modules/` comes first. */
export const openingChunks = (): Plugin => ({
  name: 'opening-chunks',
  resolveId: (id) => (id === NAME ? ID : undefined),
  async load(id) {
    if (id !== ID) return undefined;
    const manifest: Record<string, { name?: string; file: string }> = JSON.parse(
      await readFile('dist/modules/manifest.json', 'utf8'),
    );
    const chat = Object.values(manifest).find(({ name }) => name === 'chat');
    if (!chat) this.error('dist/modules/ has no file named chat: build it first.');
    return `export const chat = ${JSON.stringify(chat.file.replace(/\.js$/, ''))};`;
  },
});
