import { cpSync } from 'node:fs';
import { resolve } from 'node:path';

const output = resolve('dist');

export default {
  mode: 'production',
  entry: './src/main.js',
  output: { path: output, filename: 'main.js', clean: true },
  // The panel's chunks are large, but they load when a visitor moves to the launcher, not with the page.
  performance: { hints: false },
  devServer: { static: ['public'], client: { overlay: false } },
  plugins: [
    {
      apply: ({ hooks }) => hooks.done.tap('public', () => cpSync('public', output, { recursive: true })),
    },
  ],
};
