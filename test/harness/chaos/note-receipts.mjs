/**
 * Loaded into a server process with `--import`: records when which bytes of a model's answer arrive, in a file in the
 * folder `CHATDOCK_RECEIPTS`. The file remains even if the process is killed.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const file = join(process.env.CHATDOCK_RECEIPTS ?? '.', `${process.pid}.jsonl`);
const numbers = new WeakMap();
let count = 0;

if (isMainThread)
  subscribe('undici:request:bodyChunkReceived', ({ request, chunk }) => {
    let number = numbers.get(request);
    if (number === undefined) numbers.set(request, (number = count += 1));
    appendFileSync(file, `${JSON.stringify([Date.now(), number, chunk.toString()])}\n`);
  });
