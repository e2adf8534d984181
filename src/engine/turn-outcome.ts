/** How an answer ended, from what both engines show: its request, and the errors that they report. */

/** How an answer ended. `incomplete`: the connection was lost before the server had said that the answer is whole. */
export type ResponseOutcome = 'completed' | 'failed' | 'stopped' | 'incomplete';

export interface TurnOutcome {
  /** A request goes out that an answer comes to; stopping the answer aborts it. */
  request(signal: AbortSignal | null | undefined): void;
  start(): void;
  /** The chat has reported an error. */
  fail(error: Error): void;
  read(): ResponseOutcome;
}

/** For one chat, which has one answer at a time. */
export function createTurnOutcome(): TurnOutcome {
  let hasFailed = false;
  let running: AbortSignal | null | undefined;
  return {
    request(signal) {
      running = signal;
    },
    start() {
      hasFailed = false;
    },
    fail({ name }) {
      // A function of the page that failed, such as a client tool: the assistant is told, and goes on.
      if (name !== 'IntegrationError') hasFailed = true;
    },
    read: () => (running?.aborted ? 'stopped' : hasFailed ? 'failed' : 'completed'),
  };
}
