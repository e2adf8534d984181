import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../errors.ts';
import { REQUEST_LIMITS } from './limits.ts';
import { parseRequest } from './parse-request.ts';

const input = {
  content: [
    { type: 'input_text', text: 'hello' },
    { type: 'input_tag', id: 't', text: 'Order', data: { a: 'b' }, group: 'g' },
  ],
  attachments: ['atc_1'],
  quoted_text: 'before',
  inference_options: { tool_choice: { id: 'search' }, model: 'fast' },
};
const thread_id = 'thr_1';
const item_id = 'msg_1';
const action = { type: 'order.cancel', payload: { order: 'x' } };
const page = { limit: 5, order: 'asc', after: 'thr_0' };

/** One body per request type, with every member there is. */
const full: Record<string, Record<string, unknown>> = {
  'threads.create': { input },
  'threads.add_user_message': { thread_id, input },
  'threads.add_client_tool_output': { thread_id, result: { rows: ['x'] } },
  'threads.add_structured_input': {
    thread_id,
    item_id,
    input: { status: 'answered', answers: { size: { values: ['L'], skipped: false } } },
  },
  'threads.retry_after_item': { thread_id, item_id },
  'threads.custom_action': { thread_id, item_id, action },
  'threads.get_by_id': { thread_id },
  'threads.list': page,
  'items.list': { thread_id, ...page },
  'items.feedback': { thread_id, item_ids: ['i'], kind: 'positive' },
  'attachments.create': { name: 'a.png', size: 1, mime_type: 'image/png' },
  'attachments.delete': { attachment_id: 'a' },
  'threads.update': { thread_id, title: 'x' },
  'threads.delete': { thread_id },
  'input.transcribe': { audio_base64: 'AA==', mime_type: 'audio/webm' },
  'threads.sync_custom_action': { thread_id, item_id, action },
  'threads.search': { query: 'parcel', limit: 5 },
};
const cases = Object.entries(full).map(([type, params]) => ({
  type,
  request: { type, params, metadata: { comment: 'good' } },
}));

function refusal(body: unknown): string {
  try {
    parseRequest(body);
  } catch (error) {
    if (error instanceof ProtocolError) return error.message;
  }
  return 'accepted';
}

interface Place {
  path: string[];
  value: unknown;
}

/** Every value inside `value`, with its path. */
function placesIn(value: unknown, path: string[] = []): Place[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [{ path, value }, ...inside.flatMap(([name, member]) => placesIn(member, [...path, name]))];
}

/** A copy of `body` with another value at `path`. */
function withValue(body: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const copy: unknown = structuredClone(body);
  if (typeof copy === 'object' && copy !== null)
    Reflect.set(copy, name, withValue(Reflect.get(copy, name), rest, value));
  return copy;
}

const isFreeForm = (path: readonly string[]) =>
  path.some((name) => ['metadata', 'data', 'payload', 'result'].includes(name));
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const LONG = 'x'.repeat(REQUEST_LIMITS.audioBase64 + 1);

describe('the limits of a request', () => {
  it.each(cases)('$type refuses a text over its maximum, anywhere', ({ request }) => {
    const texts = placesIn(request).filter(
      ({ path, value }) =>
        typeof value === 'string' && !['type', 'order', 'kind', 'status'].includes(path.at(-1) ?? ''),
    );
    for (const { path } of texts) {
      const where = isFreeForm(path) ? '' : `${path.join('.')} `;
      expect(refusal(withValue(request, path, LONG)), path.join('.')).toMatch(
        new RegExp(String.raw`^The request is too large: .*${where}.*may have at most [\d,]+ characters\.$`, 'u'),
      );
    }
  });

  it.each(cases)('$type refuses a list over its maximum, anywhere', ({ request }) => {
    for (const { path, value } of placesIn(request).filter(({ value }) => Array.isArray(value))) {
      const many = Array.from({ length: 40_000 }, () => (value as unknown[])[0]);
      const where = isFreeForm(path) ? '' : `${path.join('.')} `;
      expect(refusal(withValue(request, path, many)), path.join('.')).toMatch(
        new RegExp(String.raw`^The request is too large: .*${where}may have at most [\d,]+ (?:entries|values)\.$`, 'u'),
      );
    }
  });

  it.each(cases)('$type refuses free-form data that is too deep or has too many values', ({ request }) => {
    for (const { path } of placesIn(request).filter(({ path }) => isFreeForm(path.slice(-1)))) {
      expect(refusal(withValue(request, path, { deep: nested(40) })), path.join('.')).toMatch(/at most \d+ levels\.$/u);
      const keys = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [index, 1]));
      expect(refusal(withValue(request, path, keys)), path.join('.')).toMatch(/may have at most [\d,]+ \w+\.$/u);
    }
  });

  it('refuse too many answers, a long action name, and a page that is too long', () => {
    const answers = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [index, { values: ['x'] }]));
    const answer = (answers: object) =>
      refusal({ type: 'threads.add_structured_input', params: { thread_id, item_id, input: { answers } } });
    expect(answer(answers)).toBe('The request is too large: params.input.answers may have at most 100 entries.');
    expect(answer({ ['x'.repeat(513)]: { values: ['x'] } })).toBe(
      'The request is too large: params.input.answers may have at most 512 characters in each id.',
    );
    expect(
      refusal({ type: 'threads.custom_action', params: { thread_id, action: { ...action, type: 'x'.repeat(513) } } }),
    ).toBe('The request is too large: params.action.type may have at most 512 characters.');
    expect(refusal({ type: 'threads.list', params: { limit: '10001' } })).toBe(
      'The request is too large: params.limit may be at most 10,000.',
    );
    expect(refusal({ type: 'threads.list', params: { limit: 9999 } })).toBe('accepted');
  });

  it('accept values exactly at a limit', () => {
    const { title, metadata } = REQUEST_LIMITS;
    const params = { thread_id, title: 'x'.repeat(title) };
    expect(refusal({ type: 'threads.update', params, metadata: { n: 'x'.repeat(metadata.chars - 1) } })).toBe(
      'accepted',
    );
    expect(refusal({ type: 'threads.update', params, metadata: { n: 'x'.repeat(metadata.chars) } })).toBe(
      'The request is too large: metadata may have at most 32,000 characters.',
    );
  });

  it('drop repeated attachment ids, in order of first appearance', () => {
    const attachments = ['b', 'a', 'b', 'b', 'a'];
    const request = parseRequest({ type: 'threads.create', params: { input: { ...input, attachments } } });
    expect(request.params).toMatchObject({ input: { attachments: ['b', 'a'] } });
  });
});
