import { cpSync } from 'node:fs';
import { build, context } from 'esbuild';

const options = {
  entryPoints: ['src/main.js'],
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  // The panel becomes a separate chunk, which loads when the visitor moves to the launcher.
  splitting: true,
  minify: true,
};
cpSync('public', 'dist', { recursive: true });
if (process.argv.includes('--serve')) {
  const { hosts, port } = await (
    await context(options)
  ).serve({ servedir: 'dist', port: Number(process.env.PORT ?? 8000) });
  console.log(`http://${hosts[0]}:${port}`);
} else await build(options);
