/** A renamed file fails the build if a plugin refers to it by name. Otherwise a bundle would silently grow. */
import { build, type Plugin } from 'vite';
import { describe, expect, it } from 'vitest';
import { compactChunks } from './compact-chunks.ts';
import { leanOptions } from './lean-options.ts';
import { replaceModules } from './replace-modules.ts';
import { sharedChunks } from './shared-chunks.ts';

/** Modules without files, named by their absolute paths. */
const sources = (modules: Readonly<Record<string, string>>): Plugin => ({
  name: 'sources',
  resolveId: (id) => (id in modules ? id : undefined),
  load: (id) => modules[id],
});

async function bundle(modules: Readonly<Record<string, string>>, ...plugins: Plugin[]): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [...plugins, sources(modules)],
    build: { write: false, minify: false, rolldownOptions: { input: '/entry.ts' } },
  });
  const [result] = [built].flat();
  if (!result || !('output' in result)) throw new Error('Nothing was built.');
  return result.output.map((file) => (file.type === 'chunk' ? file.code : '')).join('');
}

const modules = {
  '/entry.ts': "import { word } from '/long.ts'; console.log(word);",
  '/long.ts': "export const word = 'long';",
  '/short.ts': "export const word = 'short';",
};

describe('replaceModules', () => {
  it('builds the replacement instead of the imported file', async () => {
    const code = await bundle(modules, replaceModules({ '/long.ts': '/short.ts' }));
    expect(code).toContain('short');
    expect(code).not.toContain('long');
  });

  it('fails the build if nothing imports the file', () =>
    expect(bundle(modules, replaceModules({ '/renamed.ts': '/short.ts' }))).rejects.toThrow(
      'No module imports /renamed.ts',
    ));
});

it('leanOptions fails the build if a file that it cuts is missing', () =>
  expect(bundle(modules, leanOptions())).rejects.toThrow('/src/options/kinds.ts'));

it('compactChunks fails the build if a chunk has another name', () =>
  expect(bundle(modules, compactChunks(['renamed'], {}))).rejects.toThrow('No chunk is named renamed'));

it('sharedChunks fails the build if a chunk’s first file is missing', () =>
  expect(bundle(modules, sharedChunks({ answer: ['/renamed.ts'] }).plugin)).rejects.toThrow(
    '/renamed.ts is in no bundle',
  ));
