/** Where the server says what went wrong. Shaped like pino, so that a pino logger can be passed as it is. */
export interface ServerLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** The default: the platform's console, so that a mistake in `respond` is seen by whoever is writing it. */
export const consoleLog: ServerLog = {
  // oxlint-disable-next-line no-console -- the one place that writes to the console, and only when no log is given
  warn: (details, message) => console.warn(message, details),
  // oxlint-disable-next-line no-console -- as above
  error: (details, message) => console.error(message, details),
};

/** A log that drops every line, for tests. */
export const silentLog: ServerLog = { warn: () => undefined, error: () => undefined };
