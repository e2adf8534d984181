/** Writes the tables of docs/scaling.md from measurements. `node scripts/docs/scaling-docs.ts` */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { table } from './reference-docs.ts';

const PAGE_FILE = 'docs/scaling.md';

/**
 * From `npm run bench processes streams`, and from 500 visitors of three processes with PostgreSQL and Redis on
 * two shared cores. If both give a figure, the higher one.
 */
export const MEASURED = {
  conversations: 500,
  processMicrosPerEvent: 119,
  postgresMicrosPerEvent: 67,
  redisMicrosPerEvent: 2.8,
  bytesPerEvent: 270,
  logKilobytesPerAnswer: 23,
  /** Text of an unfinished answer is saved five times a second. */
  writesPerSecondOfAnswer: 5,
  connectionsPerProcess: 10,
  kilobytesPerStream: 25,
};

/** The load of one conversation: an answer of 300 events, 20 a second, then 45 seconds of reading and typing. */
const LOAD = { eventsPerSecond: 20, shareAnswered: 0.25, secondsPerMessage: 60 };
/** The planned load of a process, as a share of a core, so that the site can lose one. */
const BUSY = 0.5;
const BENCH = '`npm run bench processes`';
const LOAD_RUN = '`npm run load`';
const SIZES = [1000, 10_000, 100_000, 1_000_000];

interface Needs {
  conversations: number;
  answered: number;
  events: number;
  processes: number;
  postgresCores: number;
  commits: number;
  logMegabytes: number;
  redisCores: number;
  connections: number;
  megabits: number;
  streamMegabytes: number;
}

/** The needs of a number of open conversations, in proportion to the measurements. */
export function needsOf(conversations: number): Needs {
  const answered = conversations * LOAD.shareAnswered;
  const events = answered * LOAD.eventsPerSecond;
  const processes = Math.max(Math.ceil((events * MEASURED.processMicrosPerEvent) / 1e6 / BUSY), 2);
  return {
    conversations,
    answered,
    events,
    processes,
    postgresCores: (events * MEASURED.postgresMicrosPerEvent) / 1e6,
    commits: answered * MEASURED.writesPerSecondOfAnswer,
    logMegabytes: ((conversations / LOAD.secondsPerMessage) * MEASURED.logKilobytesPerAnswer) / 1024,
    redisCores: (events * MEASURED.redisMicrosPerEvent) / 1e6,
    connections: processes * MEASURED.connectionsPerProcess,
    megabits: (events * MEASURED.bytesPerEvent * 8) / 1e6,
    streamMegabytes: (answered * MEASURED.kilobytesPerStream) / 1024,
  };
}

/** A proportion is trusted up to ten times the measured load. */
const isArithmetic = (conversations: number) => conversations > MEASURED.conversations * 10;

const count = (value: number) => Math.round(value).toLocaleString('en');
const amount = (value: number) => (value < 10 ? value.toPrecision(2) : count(value));

const rows: [what: string, of: (needs: Needs) => string][] = [
  ['answers being written', ({ answered }) => count(answered)],
  ['events per second', ({ events }) => count(events)],
  ['processes, each half busy', ({ processes }) => count(processes)],
  ['memory for streams', ({ streamMegabytes }) => `${amount(streamMegabytes)} MB`],
  ['PostgreSQL: cores', ({ postgresCores }) => amount(postgresCores)],
  ['PostgreSQL: commits per second', ({ commits }) => count(commits)],
  ['PostgreSQL: write-ahead log', ({ logMegabytes }) => `${amount(logMegabytes)} MB/s`],
  ['PostgreSQL: connections without a pooler', ({ connections }) => count(connections)],
  ['Redis: cores', ({ redisCores }) => amount(redisCores)],
  ['network traffic to the visitors', ({ megabits }) => `${amount(megabits)} Mbit/s`],
];

const lists = (): Record<string, string> => ({
  measured: table(
    ['what', 'value', 'measured by'],
    [
      ['processor time of our processes per event', `${MEASURED.processMicrosPerEvent} µs`, BENCH],
      ['processor time of PostgreSQL per event', `${MEASURED.postgresMicrosPerEvent} µs`, BENCH],
      ['processor time of Redis per event', `${MEASURED.redisMicrosPerEvent} µs`, BENCH],
      ['bytes of an event on the wire', String(MEASURED.bytesPerEvent), LOAD_RUN],
      ['memory of an open stream', `${MEASURED.kilobytesPerStream} KB, with 5,000 of them`, '`npm run bench streams`'],
      ['write-ahead log of an answer of 300 events', `${MEASURED.logKilobytesPerAnswer} KB`, BENCH],
      ['writes per second of an answer', String(MEASURED.writesPerSecondOfAnswer), 'set in the code'],
      ['connections of a process to PostgreSQL', String(MEASURED.connectionsPerProcess), 'set in the code'],
    ],
  ),
  needs: table(
    ['open conversations', ...SIZES.map((size) => `${count(size)}${isArithmetic(size) ? ' (arithmetic)' : ''}`)],
    rows.map(([what, of]) => [what, ...SIZES.map((size) => of(needsOf(size)))]),
  ),
});

/** The page with its tables regenerated. The text between them stays. */
export function scalingPage(page = readFileSync(PAGE_FILE, 'utf8')): string {
  return Object.entries(lists()).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name}: .* -->\\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`${PAGE_FILE} has no marker for the table "${name}".`);
    return text.replace(place, (_, start: string, end: string) => `${start}\n${rows}\n\n${end}`);
  }, page);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE_FILE, scalingPage());
