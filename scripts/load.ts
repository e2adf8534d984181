/**
 * Runs many simultaneous conversations with a chat server, and prints their results: `npm run load -- --conversations
 * 500`.
 *
 * Without `--url` it starts the built server with the demo agent, no limits and a separate SQLite file. With `--url
 * https://chat.example/chatkit` it measures that server, whose model may cost money and whose limits may refuse.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { UNLIMITED } from '../test/harness/chaos/chaos.ts';
import { startServer } from '../test/harness/servers/server-process.ts';
import { runConversation, emptyFigures } from './load/conversation.ts';
import { print, summary } from './load/report.ts';

const HELP = `npm run load -- [options]
  --conversations 100   visitors at the same time
  --seconds 30          how long new messages are sent, after all visitors have begun
  --ramp 5              seconds in which the visitors begin, one after the other
  --pause 1             seconds between an answer and the next message
  --message "..."       what each visitor says (count to 100)
  --url URL             the chat endpoint to measure, with /chatkit; without it a server of its own with the demo agent
  --header "name: value"  sent with each request, such as a user's token; may be repeated
  --json                print the figures as JSON`;

const { values: flags } = parseArgs({
  options: {
    conversations: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '30' },
    ramp: { type: 'string', default: '5' },
    pause: { type: 'string', default: '1' },
    message: { type: 'string', default: 'count to 100' },
    url: { type: 'string' },
    header: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) console.log(HELP);
else await main().catch(complain);

async function main(): Promise<void> {
  const [conversations, seconds, ramp, rest] = [
    positive('conversations'),
    positive('seconds'),
    amount('ramp'),
    amount('pause'),
  ];
  const headers = Object.fromEntries(flags.header.map(toHeader));
  const server = flags.url === undefined ? await startServer({ ...UNLIMITED, CHATDOCK_LIMIT_STREAMS: '0' }) : undefined;
  const url = flags.url ?? `${server?.url}chatkit`;
  if (URL.parse(url) === null) throw new Error(`--url ${url} is not an address. Write https://chat.example/chatkit.`);
  try {
    const figures = emptyFigures();
    const [over, cut] = [new AbortController(), new AbortController()];
    const plan = { url, headers, message: flags.message, pauseMs: rest * 1000 };
    const before = process.cpuUsage();
    const startedAt = performance.now();
    const talks = Array.from({ length: conversations }, async (_, index) => {
      await pause((index / conversations) * ramp * 1000);
      await runConversation(plan, figures, over.signal, cut.signal);
    });
    await pause((ramp + seconds) * 1000);
    over.abort();
    const elapsedMs = performance.now() - startedAt;
    const used = process.cpuUsage(before);
    const counted = summary(figures, elapsedMs, (used.user + used.system) / 1000 / elapsedMs);
    const late = setTimeout(() => cut.abort(), 10_000);
    await Promise.all(talks);
    clearTimeout(late);
    if (flags.json) console.log(JSON.stringify(counted));
    else print(url, conversations, counted);
    if (counted.answers === 0) process.exitCode = 1;
  } finally {
    await server?.dispose();
  }
}

function amount(name: 'ramp' | 'pause' | 'seconds' | 'conversations'): number {
  const value = Number(flags[name]);
  if (!Number.isFinite(value) || value < 0)
    throw new Error(`--${name} ${flags[name]} is not a number. Write 0 or more.`);
  return value;
}

function positive(name: 'seconds' | 'conversations'): number {
  const value = amount(name);
  if (value < 1 || (name === 'conversations' && !Number.isInteger(value)))
    throw new Error(`--${name} ${flags[name]} is too little. Write 1 or more.`);
  return value;
}

function toHeader(line: string): [string, string] {
  const [, name, value] = /^([\w-]+):\s*(.+)$/.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new Error(`--header ${line} is not a header. Write "name: value".`);
  return [name, value];
}

function complain(cause: unknown): void {
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
}
