/** The process's log: one JSON line per event, with ids and numbers, without messages and secrets. */
import pino, { type DestinationStream, type Logger } from 'pino';
import type { AnsweredRequest, Telemetry, TurnMoment } from '../../core/telemetry/telemetry.ts';
import { traceIdOf } from '../../core/telemetry/trace-context.ts';
import type { Environment } from '../settings/config.ts';

/** Options of `createLog`: the level, and the settings whose secrets must not appear in the log. */
export interface LogOptions {
  level: string;
  /** Settings whose secret values are removed from every line, even if an error message quotes them. */
  environment: Environment;
  /** @defaultValue standard output */
  destination?: DestinationStream | undefined;
}

/** Creates a pino log whose lines never contain the value of a secret setting, even if an error message quotes it. */
export function createLog({ level, environment, destination }: LogOptions): Logger {
  const redact = createRedaction(environment);
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    // Redacts the finished line, so that it does not matter which field a secret is in.
    hooks: { streamWrite: redact },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Logs the server's events about requests and turns. */
export function logTelemetry(log: Logger): Pick<Telemetry, 'requestAnswered' | 'turnEnded'> {
  return {
    requestAnswered(request) {
      const level = request.status >= 500 ? 'warn' : 'info';
      log[level](namesOf(request), 'Request answered');
    },
    turnEnded(turn) {
      log.info({ ...namesOf(turn), outcome: turn.outcome }, 'Turn ended');
    },
  };
}

/** Clients can send ids of any length. */
const MAX_ID_CHARS = 80;

function namesOf({ threadId, ms, trace, ...rest }: (AnsweredRequest & { trace?: undefined }) | TurnMoment) {
  return {
    ...rest,
    ...(trace && { traceId: traceIdOf(trace) }),
    threadId: threadId?.slice(0, MAX_ID_CHARS),
    ms: Math.round(ms),
  };
}

/** An error without the request, query values or provider's answer that libraries attach. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}

const SECRET_NAME = /KEY|SECRET|TOKEN|PASSWORD|DATABASE_URL/;
/** Signed tokens and the usual shape of API keys, ours or not. */
const SECRET_SHAPE =
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\b(?:sk|pk|rk|AIza)[-_]?[\w-]{16,}|(?<=Bearer )[^\s"\\]+|(?<=\w:\/\/[^\s:@/"]*:)[^\s@/"]+(?=@)/g;
const REDACTED = '[not shown]';
const MIN_SECRET_CHARS = 8;

/** Removes secrets from a line of JSON. */
function createRedaction(environment: Environment): (line: string) => string {
  const secrets = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= MIN_SECRET_CHARS && SECRET_NAME.test(name)
      ? [JSON.stringify(value).slice(1, -1), value]
      : [],
  );
  return (line) =>
    secrets.reduce((text, secret) => text.replaceAll(secret, REDACTED), line).replace(SECRET_SHAPE, REDACTED);
}
