/** One visitor of the load generator: sends a message, reads the whole answer, waits, and repeats. */
import { setTimeout as pause } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';

interface LoadPlan {
  /** The address of the chat endpoint. */
  url: string;
  headers: Record<string, string>;
  message: string;
  /** Between the end of an answer and the next message. */
  pauseMs: number;
}

/** The results of all conversations together. */
export interface LoadFigures {
  answers: number;
  events: number;
  bytes: number;
  /** Milliseconds from sending a message. */
  firstEventMs: number[];
  firstTextMs: number[];
  wholeMs: number[];
  /** Errors by their message. */
  errors: Map<string, number>;
  /** Answers that are being read now, and the most there have been. */
  open: number;
  mostOpen: number;
}

export const emptyFigures = (): LoadFigures => ({
  answers: 0,
  events: 0,
  bytes: 0,
  firstEventMs: [],
  firstTextMs: [],
  wholeMs: [],
  errors: new Map(),
  open: 0,
  mostOpen: 0,
});

const VISITOR_TOKEN = 'chatdock-visitor-token';
const AFTER_ERROR_MS = 1000;

/** Talks until `over`. Then the current answer is read to its end, unless `cut` comes first. */
export async function runConversation(plan: LoadPlan, figures: LoadFigures, over: AbortSignal, cut: AbortSignal) {
  const visitor: Visitor = { token: 'new', threadId: undefined };
  while (!over.aborted) {
    try {
      await readAnswer(plan, visitor, figures, cut);
    } catch (cause) {
      if (cut.aborted) return;
      const said = sentenceOf(cause);
      figures.errors.set(said, (figures.errors.get(said) ?? 0) + 1);
      await waitFor(Math.max(plan.pauseMs, AFTER_ERROR_MS), over);
      continue;
    }
    await waitFor(plan.pauseMs, over);
  }
}

interface Visitor {
  token: string;
  threadId: string | undefined;
}

async function readAnswer(plan: LoadPlan, visitor: Visitor, figures: LoadFigures, signal: AbortSignal) {
  const sentAt = performance.now();
  const answer = await fetch(plan.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [VISITOR_TOKEN]: visitor.token, ...plan.headers },
    body: toBody(plan.message, visitor.threadId),
    signal,
  });
  visitor.token = answer.headers.get(VISITOR_TOKEN) ?? visitor.token;
  if (!answer.ok) throw new Error(await refusal(answer));
  if (!answer.body || !answer.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new Error('The address does not answer with a stream of events. Give the address of the chat endpoint.');
  figures.open += 1;
  figures.mostOpen = Math.max(figures.mostOpen, figures.open);
  let eventsHere = 0;
  let hasText = false;
  let isWhole = false;
  let failure: string | undefined;
  const parser = createParser({
    onEvent({ data }) {
      const event: StreamEvent = JSON.parse(data);
      eventsHere += 1;
      figures.events += 1;
      if (eventsHere === 1) figures.firstEventMs.push(performance.now() - sentAt);
      if (!hasText && event.update?.type === 'assistant_message.content_part.text_delta') {
        hasText = true;
        figures.firstTextMs.push(performance.now() - sentAt);
      }
      visitor.threadId ??= event.type === 'thread.created' ? event.thread?.id : undefined;
      isWhole ||= event.type === 'thread.item.done' && event.item?.type === 'assistant_message';
      if (event.type === 'error') failure = event.message ?? 'The answer ended with an error.';
    },
  });
  const decoder = new TextDecoder();
  try {
    for await (const bytes of answer.body) {
      figures.bytes += bytes.length;
      parser.feed(decoder.decode(bytes, { stream: true }));
    }
  } finally {
    figures.open -= 1;
  }
  if (failure !== undefined) throw new Error(failure);
  if (!isWhole) throw new Error('An answer ended before it was whole.');
  figures.answers += 1;
  figures.wholeMs.push(performance.now() - sentAt);
}

/** The members of ChatKit's events that are read here. */
interface StreamEvent {
  type: string;
  message?: string | null;
  thread?: { id: string };
  item?: { type: string };
  update?: { type: string };
}

function toBody(text: string, threadId: string | undefined): string {
  const input = { content: [{ type: 'input_text', text }], attachments: [], inference_options: {}, quoted_text: '' };
  // Like ChatDock's own chat, ask the server to number and keep the events, so that a reader can reconnect.
  const metadata = { chatdock: { key: crypto.randomUUID(), resume: true } };
  return JSON.stringify(
    threadId === undefined
      ? { type: 'threads.create', params: { input }, metadata }
      : { type: 'threads.add_user_message', params: { thread_id: threadId, input }, metadata },
  );
}

async function refusal(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null);
  const message = body && typeof body === 'object' && 'error' in body ? body.error : undefined;
  const said = message && typeof message === 'object' && 'message' in message ? ` ${String(message.message)}` : '';
  // Replace the number of seconds, so that these sentences count as one.
  return `${answer.status}:${said.replaceAll(/\d+ seconds?/g, 'some seconds') || ` ${answer.statusText}`}`;
}

function sentenceOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (!(cause.cause instanceof Error)) return cause.message;
  const reason = 'code' in cause.cause ? cause.cause.code : cause.cause.message;
  return `The connection failed (${String(reason)}).`;
}

const waitFor = (ms: number, over: AbortSignal) =>
  ms === 0 ? Promise.resolve() : pause(ms, undefined, { signal: over }).catch(() => undefined);
