/** Many streams at once: what each event costs, what each idle stream holds, and what a reader that stops reading holds. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Benchmark, type Comparison, median } from './benchmark.ts';
import type { Figures, Load } from './servers/stream-server.ts';

const STREAMS = 500;
const IDLE = 5000;
const LOAD: Load = { events: 160, everyMs: 50, chars: 24 };

const bodyOf = (load: Load) =>
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
  });

class Measured {
  readonly #process: ChildProcess;
  readonly port: number;
  constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.port = port;
  }
  static async start(kind: 'ours' | 'bare'): Promise<Measured> {
    const child = fork(fileURLToPath(new URL('servers/stream-server.ts', import.meta.url)), [kind], {
      execArgv: ['--expose-gc'],
    });
    const [port] = await once(child, 'message');
    return new Measured(child, Number(port));
  }
  async figures(): Promise<Figures> {
    this.#process.send('figures');
    const [figures]: Figures[] = await once(this.#process, 'message');
    if (!figures) throw new Error('The measured process gave no figures.');
    return figures;
  }
  stop(): void {
    this.#process.kill();
  }
}

interface Reading {
  firstEventMs: number;
  /** Events lost, repeated or out of order. */
  wrong: number;
}

/** Reads one stream to its end and counts. */
async function read(port: number, agent: Agent, body: string): Promise<Reading> {
  const started = performance.now();
  const sent = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  });
  sent.end(body);
  const [response] = await once(sent, 'response');
  let firstEventMs = Number.NaN;
  let expected = 0;
  let wrong = 0;
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    if (Number.isNaN(firstEventMs)) firstEventMs = performance.now() - started;
    const lines = (rest + text).split('\n\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const index = /"delta":"#(\d+) /.exec(line)?.[1];
      if (index === undefined) continue;
      if (Number(index) !== expected) wrong += 1;
      expected = Number(index) + 1;
    }
  });
  await once(response, 'end');
  return { firstEventMs, wrong: wrong + (LOAD.events - expected) };
}

async function busy(kind: 'ours' | 'bare') {
  const server = await Measured.start(kind);
  const agent = new Agent({ maxSockets: STREAMS });
  const body = bodyOf(LOAD);
  await read(server.port, agent, bodyOf({ ...LOAD, events: 5, everyMs: 1 })).catch(() => undefined);
  const before = await server.figures();
  // Spread over a second, as visitors are.
  const readings = await Promise.all(
    Array.from({ length: STREAMS }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 2));
      return read(server.port, agent, body);
    }),
  );
  const after = await server.figures();
  agent.destroy();
  server.stop();
  const first = readings.map(({ firstEventMs }) => firstEventMs).toSorted((a, b) => a - b);
  return {
    cpuPerEvent: (after.cpuMicros - before.cpuMicros) / (STREAMS * LOAD.events),
    firstEventP99: first[Math.floor(first.length * 0.99)] ?? Number.NaN,
    wrong: readings.reduce((sum, { wrong }) => sum + wrong, 0),
  };
}

/** Opens streams that say one thing and then nothing. Both ends are processes of one machine: only the server's is measured. */
async function idle(kind: 'ours' | 'bare'): Promise<{ bytesEach: number; failures: number }> {
  const server = await Measured.start(kind);
  const body = bodyOf({ events: 0, everyMs: 0, chars: 0 });
  const open = async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const [answer] = await once(socket, 'data');
    socket.resume();
    return { socket, ok: String(answer).startsWith('HTTP/1.1 200') };
  };
  // The engine's young generation grows once, to its full size, when many streams are opened fast; it is no stream's own.
  for (const { socket } of await Promise.all(Array.from({ length: 2000 }, open))) socket.destroy();
  while ((await server.figures()).open > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  const before = await server.figures();
  const streams: Awaited<ReturnType<typeof open>>[] = [];
  while (streams.length < IDLE) streams.push(...(await Promise.all(Array.from({ length: 100 }, open))));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const after = await server.figures();
  const failures = streams.filter(({ ok }) => !ok).length + (IDLE - after.open);
  for (const { socket } of streams) socket.destroy();
  server.stop();
  return { bytesEach: (after.rssBytes - before.rssBytes) / IDLE, failures };
}

/** A reader that takes nothing: how much the server's memory grows for each, and how long until it is let go. */
async function stalled(): Promise<{ bytesEach: number; closedAfterSeconds: number }> {
  const server = await Measured.start('ours');
  const body = bodyOf({ events: 1_000_000, everyMs: 1, chars: 100_000 });
  const before = await server.figures();
  const started = performance.now();
  const readers = Array.from({ length: 10 }, () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.pause();
    socket.on('error', () => undefined);
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return socket;
  });
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const whileOpen = await server.figures();
  let now = whileOpen;
  while (now.open > 0 && performance.now() - started < 60_000) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    now = await server.figures();
  }
  for (const socket of readers) socket.destroy();
  server.stop();
  return {
    bytesEach: (whileOpen.usedBytes - before.usedBytes) / readers.length,
    closedAfterSeconds: (performance.now() - started) / 1000,
  };
}

export const benchmark: Benchmark = {
  question: 'What do many streams cost at once, against a bare Express handler in a process of its own?',
  async run() {
    const rounds: Record<'ours' | 'other', Awaited<ReturnType<typeof busy>>>[] = [];
    for (let round = 0; round < 3; round += 1) rounds.push({ other: await busy('bare'), ours: await busy('ours') });
    const middle = (side: 'ours' | 'other', figure: 'cpuPerEvent' | 'firstEventP99') =>
      median(rounds.map((round) => round[side][figure]));
    const compare = (what: string, unit: string, figure: 'cpuPerEvent' | 'firstEventP99'): Comparison => ({
      what,
      unit,
      ours: middle('ours', figure),
      other: { name: 'bare Express', value: middle('other', figure) },
    });
    const [idleOther, idleOurs] = [await idle('bare'), await idle('ours')];
    const still = await stalled();
    return [
      compare(`${STREAMS} streams × 20 events/s: CPU per event`, 'µs', 'cpuPerEvent'),
      compare(`${STREAMS} streams: first event, p99`, 'ms', 'firstEventP99'),
      {
        what: 'events lost, repeated or out of order',
        unit: 'events',
        ours: rounds.reduce((sum, { ours }) => sum + ours.wrong, 0),
        other: null,
      },
      {
        what: `${IDLE} idle streams: memory each`,
        unit: 'KB',
        ours: idleOurs.bytesEach / 1024,
        other: { name: 'bare Express', value: idleOther.bytesEach / 1024 },
      },
      { what: `${IDLE} idle streams: failures`, unit: 'streams', ours: idleOurs.failures, other: null },
      { what: 'reader that stopped reading: memory held', unit: 'KB', ours: still.bytesEach / 1024, other: null },
      { what: 'reader that stopped reading: closed after', unit: 's', ours: still.closedAfterSeconds, other: null },
    ];
  },
};
