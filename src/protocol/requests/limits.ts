/** The limits of a request. docs/protocol.md has the same numbers as a table. */

/** Limits of a free-form value. `values` counts every value at every level; `chars` counts names and texts. */
export interface FreeFormLimits {
  readonly chars: number;
  readonly values: number;
  readonly depth: number;
}

/** Limits of `parseRequest`, which no setting can raise: characters of texts, entries of lists. */
export const REQUEST_LIMITS = {
  /** Ids of threads, items, files, tags, questions, tools and models; names of actions and of groups of tags. */
  id: 512,
  cursor: 1024,
  pageSize: 10_000,
  searchQuery: 200,
  searchResults: 200,
  title: 1000,
  messageText: 250_000,
  quotedText: 100_000,
  contentParts: 500,
  tagText: 1000,
  /** Names in `attachments` before repeated ones are dropped. */
  attachmentNames: 1000,
  answers: 100,
  valuesPerAnswer: 100,
  answerText: 20_000,
  feedbackItems: 1000,
  fileName: 1000,
  mimeType: 255,
  audioBase64: 20_000_000,
  tagData: { chars: 32_000, values: 2000, depth: 16 },
  metadata: { chars: 32_000, values: 2000, depth: 16 },
  actionPayload: { chars: 200_000, values: 20_000, depth: 24 },
  toolResult: { chars: 200_000, values: 20_000, depth: 24 },
} as const satisfies Record<string, number | FreeFormLimits>;

/** Limits of the functions that a page describes with a turn, and of the result of one. */
export const PAGE_TOOL_LIMITS = {
  tools: 20,
  name: /^[\w-]{1,64}$/u,
  description: 500,
  /** Characters of JSON. */
  schema: 4000,
  result: { chars: 20_000, values: 2000, depth: 16 },
} as const;

/** The first limit that a free-form value exceeds, in words; null if there is none. */
export function findExcess(value: unknown, limits: FreeFormLimits): string | null {
  const open = [{ value, depth: 1 }];
  let chars = 0;
  let values = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    values += 1;
    if (typeof next.value === 'string') chars += next.value.length;
    else if (typeof next.value === 'object' && next.value !== null) {
      if (next.depth > limits.depth) return atMost(limits.depth, 'levels');
      const isList = Array.isArray(next.value);
      for (const [name, member] of Object.entries(next.value)) {
        if (!isList) chars += name.length;
        open.push({ value: member, depth: next.depth + 1 });
      }
    }
    if (chars > limits.chars) return atMost(limits.chars, 'characters');
    if (values > limits.values) return atMost(limits.values, 'values');
  }
  return null;
}

/** `may have at most 1,000 characters`: what follows the name of a member that is over its limit. */
export const atMost = (count: number, what: string) => `may have at most ${inWords(count)} ${what}`;

/** `1,000` */
export const inWords = (count: number) => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
