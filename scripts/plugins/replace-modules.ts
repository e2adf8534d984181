/** Replaces one of our modules by a smaller one in a bundle. Matches by file path, so that a moved file fails the build. */
import type { Plugin } from 'vite';

/** @param replacements The file to build instead, by the file that modules import. Absolute paths. */
export function replaceModules(replacements: Readonly<Record<string, string>>): Plugin {
  // Vite writes paths with slashes on every system.
  const byFile = new Map(Object.entries(replacements).map(([file, other]) => [file.replaceAll('\\', '/'), other]));
  const unused = new Set(byFile.keys());
  return {
    name: 'replace-modules',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!importer) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (!found) return null;
      unused.delete(found.id);
      return byFile.get(found.id) ?? null;
    },
    buildEnd(error) {
      if (!error && unused.size > 0)
        this.error(`No module imports ${[...unused].join(', ')}: change the replacements in vite.config.ts.`);
    },
  };
}
