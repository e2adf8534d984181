/** Derives how an answer ended from its request and from the chat's errors, which both engines provide. */

/** How an answer ended. `incomplete`: the connection was lost before the server confirmed that the answer was complete. */
export type ResponseOutcome = 'completed' | 'failed' | 'stopped' | 'incomplete';

export interface TurnOutcome {
  /** Call when a request is sent that the server answers with a stream. Stopping the answer aborts its signal. */
  request(signal: AbortSignal | null | undefined): void;
  start(): void;
  /** Call when the chat reports an error. */
  fail(error: Error): void;
  read(): ResponseOutcome;
}

/** Creates the tracker of one chat, which has at most one answer at a time. */
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
      // A function of the page failed, such as a client tool. The assistant receives the error and continues its answer.
      if (name !== 'IntegrationError') hasFailed = true;
    },
    read: () => (running?.aborted ? 'stopped' : hasFailed ? 'failed' : 'completed'),
  };
}
