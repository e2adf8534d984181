/** `chatdock-server feedback`: the ratings of visitors, with the questions and answers. */
import type { FeedbackRecord } from '../../core/records/feedback.ts';
import { openStore } from '../../stores/open-store.ts';
import { readFormat, readMoment, readArguments, refuseMemory, UsageError } from './arguments.ts';
import { exchangeOf } from './spoken.ts';
import { quoted, type Row, toCsv, toJson } from './table.ts';

export const FEEDBACK_SYNOPSIS = '[--since DATE] [--until DATE] [--kind positive|negative] [--format text|csv|json]';

type RatedAnswer = FeedbackRecord & {
  readonly question: string;
  readonly answer: string;
  /** Whether there is an answer, which an AI generated. */
  readonly ai_generated: boolean;
};

/** The text to print. @throws UsageError for invalid arguments */
export async function printFeedback(args: readonly string[], databaseURL: string, now = Date.now()): Promise<string> {
  const { options } = readArguments(args, {
    values: ['since', 'until', 'kind', 'format'],
    usage: `Usage: chatdock-server feedback ${FEEDBACK_SYNOPSIS}`,
  });
  const { since, until } = options;
  const kind = readKind(options.kind);
  const format = readFormat(options.format);
  const query = { sinceMs: readMoment('--since', since, now), untilMs: readMoment('--until', until, now), kind };
  refuseMemory(databaseURL);
  const opened = openStore(databaseURL);
  try {
    const rated: RatedAnswer[] = [];
    for (const record of await opened.feedback.list(query)) {
      const texts = await exchangeOf(opened.store, record);
      rated.push({ ...record, ...texts, ai_generated: texts.answer !== '' });
    }
    return writers[format](rated);
  } finally {
    await opened.close();
  }
}

function readKind(kind: string | undefined): FeedbackRecord['kind'] | undefined {
  if (kind === undefined || kind === 'positive' || kind === 'negative') return kind;
  throw new UsageError(`--kind is "${kind}". Write positive or negative.`);
}

const COLUMNS = [
  'created_at',
  'kind',
  'user_id',
  'thread_id',
  'item_ids',
  'comment',
  'question',
  'answer',
  'ai_generated',
];

const writers = {
  json: toJson,
  csv: (records: readonly RatedAnswer[]) => toCsv(COLUMNS, records.map(toRow)),
  text: (records: readonly RatedAnswer[]) => {
    const positive = records.filter(({ kind }) => kind === 'positive').length;
    return [
      ...records.flatMap(toLines),
      `${records.length} in all: ${positive} positive, ${records.length - positive} negative`,
      '',
    ].join('\n');
  },
} as const;

const toRow = ({
  createdAt,
  kind,
  userId,
  threadId,
  itemIds,
  comment = '',
  question,
  answer,
  ai_generated,
}: RatedAnswer): Row => ({
  created_at: createdAt,
  kind,
  user_id: userId,
  thread_id: threadId,
  item_ids: itemIds.join(' '),
  comment,
  question,
  answer,
  ai_generated: String(ai_generated),
});

function toLines({ createdAt, kind, userId, threadId, itemIds, comment, question, answer }: RatedAnswer): string[] {
  const sign = kind === 'positive' ? '+' : '-';
  const said = comment === undefined ? [] : [JSON.stringify(comment)];
  const head = [createdAt, sign, userId, threadId, itemIds.join(' '), ...said].join('  ').trimEnd();
  return [head, quoted('>', question), quoted('<', answer)].filter(Boolean);
}
