/** Reads a turn to its end over as many connections as necessary, from a server that can resume turns. */
import { anySignal } from '../platform.ts';
import { type ChatKitClient, withResume } from './client.ts';
import type { StreamMarks } from './decode.ts';
import { ProtocolError } from '../errors.ts';
import type { ThreadStreamEvent } from '../thread/events.ts';
import type { RunsResumeRequestInput, StreamRequestInput } from '../requests/requests.ts';

export interface ResumeDeps {
  readonly client: ChatKitClient;
  readonly signal: AbortSignal;
  /** Names the request that begins the turn. */
  readonly key: string;
  /** Filled while the turn is read. */
  readonly marks: StreamMarks;
  /** Known once the turn has sent it. */
  threadId(): string | undefined;
  /** Whether the server supports keys. If so, a request that may have arrived can be repeated. */
  isResumable(): boolean;
  /** Called with a function that closes the current connection and opens a new one. */
  onAttempt?(renew: () => void): void;
  /**
   * Resolves when it is time for the next attempt. Rejects if there must be none. `cause` is the error of the last one.
   */
  beforeRetry(attempt: number, cause?: ProtocolError): Promise<void>;
  /** The connection works (again). */
  onConnected(): void;
}

/** Errors: as `ChatKitClient.stream`; status 404 or 410 when the turn is over and its events are no longer kept. */
export async function* streamToEnd(
  deps: ResumeDeps,
  first: StreamRequestInput | RunsResumeRequestInput,
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  const { client, signal, marks, key } = deps;
  let request = first.type === 'runs.resume' ? first : withResume(first, key);
  for (let attempt = 0; ; attempt += 1) {
    const connection = new AbortController();
    deps.onAttempt?.(() => connection.abort());
    let failure: ProtocolError | undefined;
    try {
      const joined = anySignal([signal, connection.signal]);
      for await (const event of client.stream(request, { signal: joined, marks })) {
        attempt = 0;
        deps.onConnected();
        yield event;
      }
      if (!canResume(deps) || (marks.outcome !== undefined && !hasLeftNothing(marks))) return;
      marks.outcome = undefined;
    } catch (cause) {
      const isRenewed = connection.signal.aborted;
      const mayPass = isRenewed || isTransient(cause) || isSignedOut(cause, marks);
      if (signal.aborted || !mayPass || !canResume(deps)) throw cause;
      if (isRenewed) attempt = -1;
      else if (cause instanceof ProtocolError) failure = cause;
    }
    await deps.beforeRetry(Math.max(attempt, 0), failure);
    request = next(deps, request);
  }
}

/** The process that took the request was lost before it had stored anything: the same request runs again. */
const hasLeftNothing = ({ id, outcome }: StreamMarks) => id === undefined && outcome === 'incomplete';

const canResume = ({ marks, isResumable }: ResumeDeps) => marks.heartbeatMs !== undefined || isResumable();

/**
 * Continues after the last event that arrived. Before the first event, repeats the request; its key prevents it from
 * running twice.
 */
function next<Request extends StreamRequestInput | RunsResumeRequestInput>(
  { marks, threadId }: ResumeDeps,
  request: Request,
): Request | RunsResumeRequestInput {
  const [runId, after] = marks.id?.split('/') ?? [];
  const thread = threadId();
  return runId === undefined || thread === undefined
    ? request
    : { type: 'runs.resume', params: { thread_id: thread, run_id: runId, after: Number(after) } };
}

/** The visitor's token has expired while the turn ran: the next request may carry a new one. */
const isSignedOut = (cause: unknown, { id }: StreamMarks) =>
  id !== undefined && cause instanceof ProtocolError && cause.status === 401;

/** Temporary failures: a lost connection, a busy or restarting server, and the login page of a network. */
export function isTransient(cause: unknown): boolean {
  if (!(cause instanceof ProtocolError)) return false;
  const { code, status = 0 } = cause;
  return code === 'http-status' ? status === 429 || status >= 500 : code !== 'invalid-event';
}
