#!/usr/bin/env node
/** `server/dist/cli.js`. Checks the Node version before it loads the server, because an older Node cannot link it. */
import process from 'node:process';
import { isServing } from './commands.ts';
import { listenForSignals } from './signals.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 13)) {
  console.error(`chatdock-server needs Node 22.13 or newer; this is ${major}.${minor}.`);
  process.exitCode = 1;
} else {
  if (isServing(process.argv.slice(2))) listenForSignals();
  await import('./main.ts');
}
