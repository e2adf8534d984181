/** Renders the document of `react-document/` with a version of React, and builds the script that hydrates it. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as React from 'react';
import type * as ReactServer from 'react-dom/server';
import { build } from 'vite';
import { fieldHelpers } from '../field-helpers.ts';
import { createDocument } from './react-document/document.ts';

/** The pages of a shop: `/react-18` and `/react-18.js`, for example. */
export async function reactDocument(version: 18 | 19): Promise<Record<string, string>> {
  const modules = resolve(version === 18 ? 'test/react-18/node_modules' : 'node_modules');
  const requireOf = createRequire(resolve(modules, 'index.js'));
  const react = requireOf('react') as typeof React; // what the package exports
  const { renderToString } = requireOf('react-dom/server') as typeof ReactServer; // the same
  const script = `/react-${version}.js`;
  const html = `<!doctype html>${renderToString(react.createElement(createDocument(react), { script }))}`;
  const bundle = await build({
    configFile: false,
    logLevel: 'error',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: { alias: [{ find: /^(react(?:-dom)?(?:\/.*)?)$/, replacement: `${modules}/$1` }] },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: resolve('test/harness/pages/react/react-document/client.ts'),
        output: { codeSplitting: false },
      },
    },
  });
  const [first] = Array.isArray(bundle) ? bundle : [bundle];
  if (!first || !('output' in first)) throw new Error('The script of the React document was not built.');
  const helpers = fieldHelpers.replaceAll(/<\/?script>/g, '');
  return { [`/react-${version}`]: html, [script]: `${helpers};${first.output[0].code}` };
}
