/**
 * Conversations while the network breaks and processes are killed. Afterwards the visitors' messages, the model's
 * requests and the stored threads must agree.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { type FakeProvider, startFakeProvider } from '../providers/fake-provider.ts';
import { startPostgres } from '../servers/postgres.ts';
import { noteReceipts, type Receipts } from './receipts.ts';
import { answerOf, newKey, type ReadTurn, type ResumingVisitor, resumingVisitor, textOf } from './resuming-visitor.ts';
import { type ServerProcess, startServer } from '../servers/server-process.ts';
import { type Break, startTcpProxy } from '../servers/proxies/tcp-proxy.ts';

export interface ChaosPlan {
  /** `sqlite`: one process. `postgres`: two. */
  database: 'sqlite' | 'postgres';
  cuts: number;
  conversations: number;
  /** The messages of each conversation. @defaultValue enough to go on after the last kill */
  messages?: number;
  kills: number;
  /** Called with what happens, for a person who watches. */
  onStep?: (text: string) => void;
  /** Called with each wrong answer and the servers' log lines about its thread. */
  onOddity?: (oddity: Oddity, log: readonly string[]) => void;
}

export interface ChaosFigures {
  messages: number;
  lost: number;
  doubled: number;
  misordered: number;
  /** Requests that the model got more than once. */
  askedTwice: number;
  /** Complete answers that differ from the model's text, for the visitor or in the store. */
  wrongAnswers: number;
  /** Answers that a kill ended. */
  brokenOff: number;
  /** Ends that the visitor did not see, or whose text is not the beginning of the model's text. */
  unmarked: number;
  /** The oldest text that a kill has cost: how long before it the process had received that text. */
  lostTextMs: number;
}

/** The facts about one answer that did not end correctly. */
export interface Oddity {
  fault: 'wrong' | 'unmarked' | 'lost text';
  threadId: string;
  text: string;
  outcome: string | undefined;
  shownChars: number;
  storedChars: number;
  lostTextMs: number;
}

const BREAKS: readonly Break[] = ['cut', 'reset', 'stall', 'swallow', 'delay'];
const VISITORS_AT_CUTS = 10;
const MESSAGES = 5;

export const UNLIMITED = Object.fromEntries(
  [
    'TURNS_PER_USER',
    'TURNS_PER_ADDRESS',
    'REQUESTS_PER_USER',
    'REQUESTS_PER_ADDRESS',
    'STREAMS_PER_USER',
    'STREAMS_PER_ADDRESS',
    'CONNECTIONS_PER_ADDRESS',
  ].map((name) => [`CHATDOCK_LIMIT_${name}`, '0']),
);

/**
 * The model's answer to a message: long enough to be interrupted, and different for each message. One conversation in
 * five has answers of eight thousand characters.
 */
export const answerTo = (said: string) => {
  const sentences = /^kill\d*[37] /.test(said) ? 700 : 60;
  return Array.from({ length: sentences }, (_, index) => `${said} ${index}.`).join(' ');
};

/** Every answer takes about as long. */
export const replyOf = (text: string) => ({ text, pieceChars: text.length > 4000 ? 70 : 7 });

interface Sent {
  text: string;
  outcome: string | undefined;
  shown: string;
}

export interface ChaosWorld {
  provider: FakeProvider;
  servers: ServerProcess[];
  /** The addresses that visitors use: the processes themselves, or the proxy in front of them. */
  entrances: string[];
  receipts: Receipts;
  dispose(): Promise<void>;
}

export async function runChaos(plan: ChaosPlan): Promise<ChaosFigures> {
  const { onStep = () => {} } = plan;
  const world = await openWorld(plan.database);
  try {
    const talks: Talk[] = [];
    onStep(`${plan.cuts} cuts`);
    const each = Math.ceil(plan.cuts / VISITORS_AT_CUTS);
    const cutting = Array.from({ length: VISITORS_AT_CUTS }, (_, name) => openTalk(world, `cut${name}`));
    talks.push(...(await Promise.all(cutting)));
    await Promise.all(talks.map((talk) => talk.run(each, true)));
    onStep(`${plan.kills} kills while ${plan.conversations} conversations run`);
    const speaking = Array.from({ length: plan.conversations }, (_, name) => openTalk(world, `kill${name}`));
    const spoken = await Promise.all(speaking);
    talks.push(...spoken);
    const over = new AbortController();
    const killing = (async () => {
      for (let count = 0; count < plan.kills && !over.signal.aborted; count += 1) {
        await pause(2000 + Math.random() * 2000);
        const server = world.servers[count % world.servers.length];
        onStep(`kill ${count + 1}`);
        world.receipts.killed(server?.pid() ?? 0);
        await server?.kill();
        await pause(500);
        await server?.start();
        // Wait until the leases of the killed process expire and its conversations continue.
        await pause(14_000);
      }
    })();
    await Promise.all(spoken.map((talk) => talk.run(plan.messages ?? MESSAGES + plan.kills * 4, false)));
    over.abort();
    await killing;
    onStep('counting');
    const figures = emptyFigures();
    const oddities: Oddity[] = [];
    const { receipts } = world;
    for (const talk of talks) await talk.count(figures, { receipts, onOddity: (oddity) => oddities.push(oddity) });
    for (const oddity of oddities) plan.onOddity?.(oddity, logOf(world, oddity.threadId));
    countCalls(world.provider, talks, figures);
    await Promise.all(talks.map((talk) => talk.close()));
    return figures;
  } finally {
    await world.dispose();
  }
}

async function openWorld(database: ChaosPlan['database']): Promise<ChaosWorld> {
  const provider = await startFakeProvider();
  provider.pieceMs = 25;
  provider.reply = ({ body }) => replyOf(answerTo(lastUserText(body)));
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-chaos-'));
  const postgres = database === 'postgres' ? await startPostgres() : null;
  const receipts = noteReceipts();
  const env = {
    ...UNLIMITED,
    ...receipts.env,
    DATABASE_URL: postgres?.url ?? `file:${join(folder, 'chat.sqlite')}`,
    CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
    CHATDOCK_MODEL: 'compatible:fake',
    COMPATIBLE_BASE_URL: provider.baseURL(),
  };
  const servers = [await startServer(env), ...(postgres ? [await startServer(env)] : [])];
  return {
    provider,
    servers,
    entrances: servers.map(({ url }) => url),
    receipts,
    async dispose() {
      await Promise.all(servers.map((server) => server.dispose()));
      receipts.dispose();
      await provider.close();
      await postgres?.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export const logOf = ({ servers }: ChaosWorld, threadId: string) =>
  servers.flatMap((server) =>
    server
      .output()
      .split('\n')
      .filter((line) => line.includes(threadId)),
  );

export type Talk = Awaited<ReturnType<typeof openTalk>>;

/** One visitor with one conversation, over a separate network. Each request goes to a random process. */
export async function openTalk({ entrances }: ChaosWorld, name: string) {
  const proxies = await Promise.all(entrances.map((url) => startTcpProxy(Number(new URL(url).port))));
  const visitor = resumingVisitor(() => `http://127.0.0.1:${any(proxies).port}/`);
  await untilDone(() => visitor.introduce());
  const sent: Sent[] = [];
  let threadId: string | undefined;

  async function say(text: string): Promise<Sent> {
    const key = newKey();
    const begunIn = threadId;
    const onState = ({ state }: ReadTurn) => void (threadId ??= state.thread?.id);
    try {
      const { state, marks } = await untilDone(() =>
        visitor.read(begunIn === undefined ? visitor.begin(text) : visitor.add(begunIn, text), { key, onState }),
      );
      threadId ??= state.thread?.id;
      return { text, outcome: marks.outcome, shown: answerOf(state) };
    } catch (cause) {
      // The turn is over and its events are gone: like our element, load the conversation.
      if (!(cause instanceof ProtocolError && cause.status === 410) || threadId === undefined) throw cause;
      const id = threadId;
      const { incomplete } = await untilDone(() => visitor.thread(id));
      const shown = answerIn(await untilDone(() => visitor.items(id)), text);
      return { text, outcome: incomplete ? 'incomplete' : 'completed', shown };
    }
  }

  return {
    sent,
    /** `over` ends the conversation before all messages were sent. */
    async run(messages: number, isCut: boolean, over?: AbortSignal) {
      for (let count = 0; count < messages; count += 1) {
        if (over?.aborted) break;
        if (isCut)
          for (const proxy of proxies)
            proxy.cutAfter(Math.floor(Math.random() * 4000), any(['client', 'server'] as const), any(BREAKS));
        sent.push(await say(`${name} ${count}`));
      }
      for (const proxy of proxies) proxy.cutAfter(Number.POSITIVE_INFINITY, 'server');
    },
    count: (figures: ChaosFigures, { receipts, onOddity = () => {}, databaseCrashes = false }: CountOptions) =>
      countTalk({ visitor, threadId: threadId ?? '', sent, figures, receipts, onOddity, databaseCrashes }),
    close: () => Promise.all(proxies.map((proxy) => proxy.close())),
  };
}

/** Like our element, sends a message again with the same key if it was refused for now or the thread was busy. */
export async function untilDone<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (const deadline = Date.now() + 90_000; ;) {
    try {
      return await ask();
    } catch (cause) {
      const {
        code,
        status = 0,
        serverCode,
      } = cause instanceof ProtocolError ? cause : new ProtocolError('network', '');
      const mayPass = code === 'network' || code === 'stream-cut' || status >= 500 || serverCode === 'thread_busy';
      if (!mayPass || Date.now() > deadline) throw cause;
      await pause(300);
    }
  }
}

export const emptyFigures = (): ChaosFigures => ({
  messages: 0,
  lost: 0,
  doubled: 0,
  misordered: 0,
  askedTwice: 0,
  wrongAnswers: 0,
  brokenOff: 0,
  unmarked: 0,
  lostTextMs: 0,
});

interface CountOptions {
  receipts: Receipts;
  onOddity?: (oddity: Oddity) => void;
  /**
   * If true, a turn may also end because it could not be stored, and its text may be lost; the visitor gets an error.
   */
  databaseCrashes?: boolean;
}

interface Counting extends Required<CountOptions> {
  visitor: ResumingVisitor;
  threadId: string;
  sent: readonly Sent[];
  figures: ChaosFigures;
}

async function countTalk(counting: Counting) {
  const { visitor, threadId, sent, figures } = counting;
  const items = await visitor.items(threadId);
  const said = items.filter(({ type }) => type === 'user_message').map(textOf);
  figures.messages += sent.length;
  figures.lost += sent.filter((message) => !said.includes(message.text)).length;
  figures.doubled += said.length - new Set(said).size;
  if ([...new Set(said)].join() !== sent.map((message) => message.text).join()) figures.misordered += 1;
  for (const message of sent) countAnswer(counting, message, answerIn(items, message.text));
  const last = sent.at(-1);
  const isReported = last?.outcome === 'completed' || (counting.databaseCrashes && last?.outcome === 'failed');
  if (last && !isReported && !(await visitor.thread(threadId)).incomplete) figures.unmarked += 1;
}

/** Ends that the visitor sees: the process was killed, or was stopped. */
const REPORTED_ENDS: ReadonlySet<string | undefined> = new Set(['incomplete', 'interrupted']);

function countAnswer({ threadId, figures, receipts, onOddity, databaseCrashes }: Counting, sent: Sent, stored: string) {
  const { text, outcome, shown } = sent;
  const whole = answerTo(text);
  const hasFailed = databaseCrashes && outcome === 'failed';
  const isAnswer = (candidate: string) => candidate.startsWith(`${text} 0.`);
  const lostTextMs = outcome === 'completed' || hasFailed ? 0 : receipts.lostMs(isAnswer, stored.length);
  const report = (fault: Oddity['fault']) =>
    onOddity({
      fault,
      threadId,
      text,
      outcome,
      shownChars: shown.length,
      storedChars: stored.length,
      lostTextMs,
    });
  if (outcome === 'completed') {
    if (stored === whole && shown === whole) return;
    figures.wrongAnswers += 1;
    return report('wrong');
  }
  figures.brokenOff += 1;
  figures.lostTextMs = Math.max(figures.lostTextMs, lostTextMs);
  if (lostTextMs > 1000) report('lost text');
  if ((REPORTED_ENDS.has(outcome) || hasFailed) && whole.startsWith(stored) && whole.startsWith(shown)) return;
  figures.unmarked += 1;
  report('unmarked');
}

function answerIn(items: readonly ThreadItem[], said: string): string {
  const next = items[items.findIndex((item) => item.type === 'user_message' && textOf(item) === said) + 1];
  return next?.type === 'assistant_message' ? textOf(next) : '';
}

export function countCalls({ requests }: FakeProvider, talks: readonly Talk[], figures: ChaosFigures) {
  const calls = new Map<string, number>();
  for (const { body } of requests) calls.set(lastUserText(body), (calls.get(lastUserText(body)) ?? 0) + 1);
  for (const { text } of talks.flatMap(({ sent }) => sent)) if ((calls.get(text) ?? 0) > 1) figures.askedTwice += 1;
}

/** The visitor's newest message in a request to the model. */
export function lastUserText(body: Record<string, unknown>): string {
  const { messages } = body;
  const texts = Array.isArray(messages) ? messages.flatMap((message: unknown) => toUserText(message)) : [];
  return texts.at(-1) ?? '';
}

function toUserText(message: unknown): string[] {
  if (typeof message !== 'object' || message === null || !('role' in message) || message.role !== 'user') return [];
  // Messages without an answer between them arrive as one.
  const text = JSON.stringify('content' in message ? message.content : '');
  return [...text.matchAll(/(?:cut|kill)\d+ \d+/g)].map(([said]) => said);
}

export function any<Value>(values: readonly Value[]): Value {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to choose from.');
  return value;
}
