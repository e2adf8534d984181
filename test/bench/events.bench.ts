/** What an event costs: CPU of the server process, which 100 connections keep busy. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Benchmark, type Comparison, median } from './benchmark.ts';
import type { EventLoad } from './event-server.ts';

const CONNECTIONS = 100;
const EVENTS = 500;
const ROUNDS = 5;

const bodyOf = (load: EventLoad, isResumable: boolean, round: number) => (name: number) =>
  JSON.stringify({
    type: 'threads.create',
    params: {
      input: {
        content: [{ type: 'input_text', text: JSON.stringify(load) }],
        quoted_text: '',
        attachments: [],
        inference_options: {},
      },
    },
    ...(isResumable && {
      metadata: { chatdock: { key: `key-of-request-${isResumable}-${round}-${name}`, resume: true } },
    }),
  });

async function start(kind: 'ours' | 'bare') {
  const child = fork(fileURLToPath(new URL('event-server.ts', import.meta.url)), [kind]);
  const [port] = await once(child, 'message');
  return { child, port: Number(port) };
}

async function cpuMs(child: ChildProcess): Promise<number> {
  child.send('figures');
  const [ms] = await once(child, 'message');
  return Number(ms);
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

async function read(port: number, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const sent = request({ port, host: '127.0.0.1', path: '/', method: 'POST', headers, agent });
  sent.end(body);
  const [response] = await once(sent, 'response');
  if (response.statusCode !== 200) throw new Error(`The server answered ${response.statusCode}.`);
  response.resume();
  await once(response, 'end');
}

/** CPU milliseconds for 1,000 events, the request included. */
async function cost({ child, port }: Awaited<ReturnType<typeof start>>, toBody: (name: number) => string) {
  const before = await cpuMs(child);
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, name) => read(port, toBody(name))));
  return ((await cpuMs(child)) - before) / ((CONNECTIONS * EVENTS) / 1000);
}

export const benchmark: Benchmark = {
  question: 'How much CPU does an event cost the server, against a bare Express handler?',
  async run() {
    const [ours, bare] = [await start('ours'), await start('bare')];
    const rows: Comparison[] = [];
    let rounds = 0;
    for (const isBurst of [true, false]) {
      const load = { events: EVENTS, isBurst };
      const figures: Record<'ours' | 'resumable' | 'bare', number[]> = { ours: [], resumable: [], bare: [] };
      for (let round = -1; round < ROUNDS; round += 1) {
        rounds += 1;
        const measured = {
          bare: await cost(bare, bodyOf(load, false, rounds)),
          ours: await cost(ours, bodyOf(load, false, rounds)),
          resumable: await cost(ours, bodyOf(load, true, rounds)),
        };
        if (round < 0) continue; // a first round warms up
        for (const name of ['ours', 'resumable', 'bare'] as const) figures[name].push(measured[name]);
      }
      const other = { name: 'bare Express handler', value: median(figures.bare) };
      const how = isBurst ? 'in a burst' : 'one each loop turn';
      rows.push({ what: `1,000 events ${how}`, unit: 'CPU ms', ours: median(figures.ours), other });
      rows.push({ what: `the same, resumable`, unit: 'CPU ms', ours: median(figures.resumable), other });
    }
    agent.destroy();
    ours.child.kill();
    bare.child.kill();
    return rows;
  },
};
