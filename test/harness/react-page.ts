/** Builds the React page for a version of React, renders it on a server, and hands both to a test. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type InlineConfig } from 'vite';

export interface ReactPage {
  /** The page's markup, as its server made it. */
  render(props: object): string;
  /** The page's script, in React's development build, which is the one that warns. */
  script: string;
}

/** React 18 has a workspace of its own, `test/react-18`. */
export async function buildReactPage(version: 18 | 19): Promise<ReactPage> {
  const modules = resolve(version === 18 ? 'test/react-18/node_modules' : 'node_modules');
  const shared: InlineConfig = {
    configFile: false,
    logLevel: 'error',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: {
      alias: [
        { find: /^chatdock$/, replacement: resolve('dist/index.js') },
        { find: /^(react(?:-dom)?(?:\/.*)?)$/, replacement: `${modules}/$1` },
      ],
    },
  };
  const outDir = resolve(`.cache/react-page-${version}`);
  await build({
    ...shared,
    ssr: { noExternal: true },
    build: { ssr: resolve('test/harness/react-page/server.tsx'), outDir, emptyOutDir: true, minify: false, rolldownOptions: { output: { entryFileNames: 'server.mjs' } } },
  });
  const bundle = await build({ ...shared, build: { write: false, minify: false, modulePreload: false, rolldownOptions: { input: resolve('test/harness/react-page/client.tsx'), output: { codeSplitting: false } } } });
  const [first] = Array.isArray(bundle) ? bundle : [bundle];
  if (!first || !('output' in first)) throw new Error('The React page was not built.');
  const { render } = (await import(`${pathToFileURL(outDir).href}/server.mjs`)) as { render(props: object): string };
  return { render, script: first.output[0].code };
}
