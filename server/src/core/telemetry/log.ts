/** The server's error log. Compatible with pino, so a pino logger can be passed directly. */
export interface ServerLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** The default: the console, so that developers see errors in `respond`. */
export const consoleLog: ServerLog = {
  // oxlint-disable-next-line no-console -- the one place that writes to the console, and only when no log is given
  warn: (details, message) => console.warn(message, details),
  // oxlint-disable-next-line no-console -- as above
  error: (details, message) => console.error(message, details),
};

/** A log that drops every line, for tests. */
export const silentLog: ServerLog = { warn: () => undefined, error: () => undefined };
