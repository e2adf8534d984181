/**
 * Writes the files of the languages into `dist/modules/chunks/` under names that follow from the locale. They share one
 * hash of all their sources, so that a file keeps its name as long as no translation changes.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'vite';

/** The kinds of files in the bundle, as `import-locale.ts` names them, with their sources. */
const SOURCES = {
  chat: 'src/chatkit/locales/*.ts',
  icons: 'src/chatkit/locales/icons/*.ts',
  dock: 'src/dock/locales/*.ts',
};

export function localeFiles(kinds: readonly (keyof typeof SOURCES)[], root: string): Plugin {
  const sources = kinds.flatMap((kind) =>
    globSync(SOURCES[kind], { cwd: root })
      .filter((file) => !file.endsWith('.test.ts') && !(kind === 'chat' && basename(file) === 'en.ts'))
      // Vite writes paths with slashes on every system.
      .map((file) => ({ kind, file: `${root}/${file}`.replaceAll('\\', '/'), locale: basename(file, '.ts') })),
  );
  const hash = createHash('sha256');
  for (const pattern of Object.values(SOURCES))
    for (const file of globSync(pattern, { cwd: root }).toSorted()) hash.update(readFileSync(`${root}/${file}`));
  const name = hash.digest('hex').slice(0, 8);
  return {
    name: 'locale-files',
    config: () => ({ define: { CHATDOCK_LOCALES: JSON.stringify(name) } }),
    buildStart() {
      for (const { kind, file, locale } of sources)
        this.emitFile({
          type: 'chunk',
          id: file,
          fileName: `chunks/${kind}-${locale}-${name}.js`,
          preserveSignature: 'strict',
        });
    },
  };
}
