/** The ready-to-run process: `npm start`, or `chatdock-server` from the package. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';

/** This file is `server/dist/cli.js` when it runs; the demo pages and the browser bundles are two folders up. */
const siteRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const port = Number(process.env['PORT'] ?? 8787);
const host = process.env['HOST'] ?? '127.0.0.1';

const server = createApp({ siteRoot }).listen(port, host, (error) => {
  if (error) {
    console.error(`The server could not listen on ${host}:${port}: ${error.message}. Choose another PORT or HOST.`);
    process.exit(1);
  }
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;
  console.log(`ChatDock is listening on http://${host.includes(':') ? `[${host}]` : host}:${listening}`);
});
