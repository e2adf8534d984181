/** `npm run feedback -- --since 2026-01-01 --format csv`: what visitors thought of the answers. */
import { parseArgs } from 'node:util';
import type { FeedbackQuery, FeedbackRecord } from '../core/feedback.ts';
import { openStore } from '../stores/open-store.ts';

export const FEEDBACK_USAGE = `Usage: npm run feedback -- [--since DATE] [--until DATE] [--kind positive|negative] [--format text|csv|json]

DATE is a day (2026-01-31), a moment (2026-01-31T12:00:00Z) or a span before now (7d, 24h).`;

/** A mistake in the command's arguments. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The text to print. Errors: throws UsageError for arguments it does not understand. */
export async function printFeedback(args: readonly string[], databaseURL: string, now = Date.now()): Promise<string> {
  const { query, format } = readArguments(args, now);
  const opened = openStore(databaseURL);
  try {
    return FORMATS[format](await opened.feedback.list(query));
  } finally {
    await opened.close();
  }
}

const FORMATS = {
  json: (records: readonly FeedbackRecord[]) => `${JSON.stringify(records, null, 2)}\n`,
  csv: (records: readonly FeedbackRecord[]) =>
    [COLUMNS.join(','), ...records.map((record) => row(record).map(csvCell).join(','))].join('\r\n') + '\r\n',
  text: (records: readonly FeedbackRecord[]) => {
    const lines = records.map((record) =>
      [
        record.createdAt,
        record.kind === 'positive' ? '+' : '-',
        record.userId,
        record.threadId,
        record.itemIds.join(' '),
        record.comment === undefined ? '' : JSON.stringify(record.comment),
      ]
        .join('  ')
        .trimEnd(),
    );
    const positive = records.filter(({ kind }) => kind === 'positive').length;
    return [...lines, `${records.length} in all: ${positive} positive, ${records.length - positive} negative`, ''].join(
      '\n',
    );
  },
} as const;

const COLUMNS = ['created_at', 'kind', 'user_id', 'thread_id', 'item_ids', 'comment'];

const row = ({ createdAt, kind, userId, threadId, itemIds, comment = '' }: FeedbackRecord) => [
  createdAt,
  kind,
  userId,
  threadId,
  itemIds.join(' '),
  comment,
];

/** Quoted where needed. A cell that a spreadsheet would run as a formula is marked as text. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function readArguments(args: readonly string[], now: number): { query: FeedbackQuery; format: keyof typeof FORMATS } {
  const { since, until, kind, format = 'text' } = parse(args);
  if (kind !== undefined && kind !== 'positive' && kind !== 'negative')
    throw new UsageError(`--kind is "${kind}". Write positive or negative.`);
  if (format !== 'text' && format !== 'csv' && format !== 'json')
    throw new UsageError(`--format is "${format}". Write text, csv or json.`);
  return {
    query: { sinceMs: readMoment('--since', since, now), untilMs: readMoment('--until', until, now), kind },
    format,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { since: text, until: text, kind: text, format: text } }).values;
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${FEEDBACK_USAGE}`, { cause });
  }
}

const SPAN_MS = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function readMoment(name: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = /^(\d+)([hdw])$/u.exec(text) ?? [];
  if (count !== undefined && (unit === 'h' || unit === 'd' || unit === 'w')) return now - Number(count) * SPAN_MS[unit];
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw new UsageError(`${name} is "${text}", which is not a date.\n\n${FEEDBACK_USAGE}`);
  return moment;
}
