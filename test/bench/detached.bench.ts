/** Turns without a reader: what each holds, and how long it takes to join one again. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Benchmark, median } from './benchmark.ts';
import type { Figures, Load } from './servers/stream-server.ts';

const RUNS = 200;
/** An answer of 24,000 characters, after which the turn continues without output. */
const LOAD: Load = { events: 1000, everyMs: 0, chars: 24 };

const input = {
  content: [{ type: 'input_text', text: JSON.stringify(LOAD) }],
  quoted_text: '',
  attachments: [],
  inference_options: {},
};

async function post(port: number, body: object, signal?: AbortSignal): Promise<AsyncIterable<string>> {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  if (!response.body) throw new Error(`The server answered ${response.status}.`);
  return response.body.pipeThrough(new TextDecoderStream());
}

/** Begins a turn, reads its answer, and leaves. @returns what names it */
async function detach(port: number, name: number) {
  const leaving = new AbortController();
  const metadata = { chatdock: { key: `key-of-detached-${name}`, resume: true } };
  let text = '';
  for await (const chunk of await post(port, { type: 'threads.create', params: { input }, metadata }, leaving.signal)) {
    text += chunk;
    if (text.includes(`#${LOAD.events - 1} `)) break;
  }
  leaving.abort();
  const [, runId = ''] = /^id: (.+)\/\d+$/m.exec(text) ?? [];
  const [, threadId = ''] = /"thread":\{"id":"([^"]+)"/.exec(text) ?? [];
  return { runId, threadId };
}

/** Milliseconds until the newest event is there again. */
async function join(port: number, { runId, threadId }: Awaited<ReturnType<typeof detach>>): Promise<number> {
  const leaving = new AbortController();
  const started = performance.now();
  const params = { thread_id: threadId, run_id: runId, after: LOAD.events };
  let text = '';
  for await (const chunk of await post(port, { type: 'runs.resume', params }, leaving.signal)) {
    text += chunk;
    if (text.includes('\ndata: ')) break;
  }
  const ms = performance.now() - started;
  leaving.abort();
  return ms;
}

export const benchmark: Benchmark = {
  question: 'What does a turn without a reader hold, and how soon is it joined again?',
  async run() {
    const child = fork(fileURLToPath(new URL('servers/stream-server.ts', import.meta.url)), ['ours'], {
      execArgv: ['--expose-gc'],
    });
    const [port] = await once(child, 'message');
    const figures = async (): Promise<Figures> => {
      child.send('figures');
      const [answer]: Figures[] = await once(child, 'message');
      if (!answer) throw new Error('The measured process gave no figures.');
      return answer;
    };
    for (let name = 0; name < 20; name += 1) await detach(Number(port), name);
    const before = await figures();
    const runs = [];
    for (let name = 20; name < 20 + RUNS; name += 1) runs.push(await detach(Number(port), name));
    const after = await figures();
    const joined = [];
    for (const run of runs) joined.push(await join(Number(port), run));
    child.kill();
    return [
      {
        what: `${RUNS} turns without a reader, 24,000 characters each: held`,
        unit: 'KB',
        ours: (after.usedBytes - before.usedBytes) / RUNS / 1024,
        other: null,
      },
      { what: 'resume: until the newest event is there, median', unit: 'ms', ours: median(joined), other: null },
      {
        what: 'resume: until the newest event is there, slowest',
        unit: 'ms',
        ours: Math.max(...joined),
        other: null,
      },
    ];
  },
};
