/** The processor time of the server per event, with 100 connections that keep it busy. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Benchmark, type Comparison, median } from './benchmark.ts';
import type { EventLoad } from './servers/event-server.ts';
import { installOtherServer, OTHER_SERVER } from './servers/other-server.ts';

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

/** `kind`: ours, bare, or the address of another server's module. */
async function start(kind: string) {
  const child = fork(fileURLToPath(new URL('servers/event-server.ts', import.meta.url)), [kind], {
    // The other server writes each request to its output.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
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

const NAMES = ['ours', 'resumable', 'bare', 'foreign'] as const;
type Measured = Record<'ours' | 'resumable' | 'bare', number> & { foreign: number | null };

export const benchmark: Benchmark = {
  question: 'How much CPU does an event cost the server, against a bare Express handler and another ChatKit server?',
  async run() {
    const [ours, bare] = [await start('ours'), await start('bare')];
    const address = installOtherServer();
    const foreign = address === null ? null : await start(address);
    const rows: Comparison[] = [];
    let rounds = 0;
    for (const isBurst of [true, false]) {
      const load = { events: EVENTS, isBurst };
      const figures: Record<keyof Measured, number[]> = { ours: [], resumable: [], bare: [], foreign: [] };
      for (let round = -1; round < ROUNDS; round += 1) {
        rounds += 1;
        const measured: Measured = {
          bare: await cost(bare, bodyOf(load, false, rounds)),
          ours: await cost(ours, bodyOf(load, false, rounds)),
          resumable: await cost(ours, bodyOf(load, true, rounds)),
          foreign: foreign && (await cost(foreign, bodyOf(load, false, rounds))),
        };
        if (round < 0) continue; // a first round warms up
        for (const name of NAMES) figures[name].push(measured[name] ?? Number.NaN);
      }
      const other = { name: 'bare Express handler', value: median(figures.bare) };
      const how = isBurst ? 'in a burst' : 'one each loop turn';
      rows.push({ what: `1,000 events ${how}`, unit: 'CPU ms', ours: median(figures.ours), other });
      rows.push({ what: `the same, resumable`, unit: 'CPU ms', ours: median(figures.resumable), other });
      if (foreign) {
        const { name, version } = OTHER_SERVER;
        const theirs = { name: `${name} ${version}`, value: median(figures.foreign) };
        rows.push({ what: 'the same', unit: 'CPU ms', ours: median(figures.ours), other: theirs });
        rows.push({ what: 'the same, resumable', unit: 'CPU ms', ours: median(figures.resumable), other: theirs });
      }
    }
    agent.destroy();
    ours.child.kill();
    bare.child.kill();
    foreign?.child.kill();
    return rows;
  },
};
