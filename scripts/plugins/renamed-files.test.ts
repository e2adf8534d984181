/** A renamed file stops the build, where a plugin knows it by name. Otherwise a bundle would silently grow. */
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
  it('builds the other file in place of one that is imported', async () => {
    const code = await bundle(modules, replaceModules({ '/long.ts': '/short.ts' }));
    expect(code).toContain('short');
    expect(code).not.toContain('long');
  });

  it('stops the build when nothing imports the file', () =>
    expect(bundle(modules, replaceModules({ '/renamed.ts': '/short.ts' }))).rejects.toThrow(
      'No module imports /renamed.ts',
    ));
});

it('leanOptions stops the build when a file that it cuts is not there', () =>
  expect(bundle(modules, leanOptions())).rejects.toThrow('/src/options/kinds.ts'));

it('compactChunks stops the build when a chunk has another name', () =>
  expect(bundle(modules, compactChunks(['renamed'], {}))).rejects.toThrow('No chunk is named renamed'));

it('sharedChunks stops the build when a file that a chunk begins with is not there', () =>
  expect(bundle(modules, sharedChunks({ answer: ['/renamed.ts'] }).plugin)).rejects.toThrow(
    '/renamed.ts is in no bundle',
  ));
