/**
 * Determines how an answer ended. The self-hosted element reports it; for OpenAI's element it is derived from requests
 * and errors.
 */
import type { ResponseOutcome } from '../chatkit/embedder.ts';

interface TurnOutcomes {
  /** Call when a request is sent that the server answers with a stream. Stopping the answer aborts its signal. */
  request(signal: AbortSignal | null | undefined): void;
  start(): void;
  /** Call when the chat reports an error. */
  fail(error: Error): void;
  /** Call when the element reports how the answer ended. */
  end(outcome: ResponseOutcome): void;
  read(): ResponseOutcome;
}

/** Creates the tracker of one chat, which has at most one answer at a time. */
export function createTurnOutcomes(): TurnOutcomes {
  let reported: ResponseOutcome | undefined;
  let hasFailed = false;
  let running: AbortSignal | null | undefined;
  return {
    request(signal) {
      running = signal;
    },
    start() {
      hasFailed = false;
      reported = undefined;
    },
    fail({ name }) {
      // A function of the page failed, such as a client tool. The assistant receives the error and continues its answer.
      if (name !== 'IntegrationError') hasFailed = true;
    },
    end(outcome) {
      reported = outcome;
    },
    read: () => reported ?? (running?.aborted ? 'stopped' : hasFailed ? 'failed' : 'completed'),
  };
}
