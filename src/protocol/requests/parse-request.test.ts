import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../errors.ts';
import { parseRequest } from './parse-request.ts';
import { isStreamRequest } from './requests.ts';

const input = {
  content: [{ type: 'input_text', text: 'hello' }],
  quoted_text: '',
  attachments: [],
  inference_options: {},
};
const action = { type: 'order.cancel', payload: { order: 77 } };

/** One valid body per request type, as small as the protocol allows. */
const minimal: Record<string, Record<string, unknown>> = {
  'threads.create': { input },
  'threads.add_user_message': { thread_id: 't', input },
  'threads.add_client_tool_output': { thread_id: 't', result: null },
  'threads.add_structured_input': { thread_id: 't', item_id: 'i', input: {} },
  'threads.retry_after_item': { thread_id: 't', item_id: 'i' },
  'threads.custom_action': { thread_id: 't', action },
  'threads.get_by_id': { thread_id: 't' },
  'threads.list': {},
  'items.list': { thread_id: 't' },
  'items.feedback': { thread_id: 't', item_ids: ['i'], kind: 'positive' },
  'attachments.create': { name: 'a.png', size: 1, mime_type: 'image/png' },
  'attachments.delete': { attachment_id: 'a' },
  'threads.update': { thread_id: 't', title: '' },
  'threads.delete': { thread_id: 't' },
  'input.transcribe': { audio_base64: 'AA==', mime_type: 'audio/webm' },
  'threads.sync_custom_action': { thread_id: 't', item_id: '', action },
  'threads.search': {},
};
const cases = Object.entries(minimal).map(([type, params]) => ({ type, params }));

const refusal = (body: unknown) => {
  try {
    parseRequest(body);
  } catch (error) {
    if (error instanceof ProtocolError) return `${error.code}: ${error.message}`;
  }
  return 'accepted';
};

describe('reading a request', () => {
  it('knows every type; six are answered with a stream', () => {
    const types = cases.map(({ type, params }) => parseRequest({ type, params }));
    expect(types).toHaveLength(17);
    expect(types.filter(isStreamRequest).map(({ type }) => type)).toEqual(cases.slice(0, 6).map(({ type }) => type));
  });

  it('refuses an unknown type, and anything but an object', () => {
    expect(refusal({ type: 'threads.explode', params: {} })).toContain('invalid-request');
    for (const body of [null, 7, 'text', [], {}, { params: {} }]) expect(refusal(body)).toContain('invalid-request');
  });

  it.each(cases)('$type needs params [P002]', ({ type }) => {
    expect(refusal({ type })).toContain('params should be of type object');
    expect(refusal({ type, params: null })).toContain('params should be of type object');
  });

  it('accepts empty params if all members are optional [P002]', () => {
    expect(parseRequest({ type: 'threads.list', params: {} }).params).toEqual({ order: 'desc' });
  });

  it.each(cases)('$type ignores unknown members everywhere [P003]', ({ type, params }) => {
    const plain = parseRequest({ type, params });
    const decorated = decorate({ type, params });
    expect(parseRequest(decorated)).toEqual(plain);
  });

  it('accepts missing metadata as empty, but not null [P004]', () => {
    const params = { thread_id: 't' };
    expect(parseRequest({ type: 'threads.delete', params }).metadata).toEqual({});
    expect(parseRequest({ type: 'threads.delete', params, metadata: { tenant: null } }).metadata).toEqual({
      tenant: null,
    });
    expect(refusal({ type: 'threads.delete', params, metadata: null })).toContain('metadata must be an object');
  });

  it('refuses a message without attachments or inference_options', () => {
    for (const member of ['attachments', 'inference_options']) {
      const { [member]: _, ...rest } = input as Record<string, unknown>;
      expect(refusal({ type: 'threads.create', params: { input: rest } })).toContain(`params.input.${member}`);
    }
  });

  it('is lenient with numbers and booleans, strict with enums', () => {
    const limitOf = (limit: unknown) => parseRequest({ type: 'threads.list', params: { limit } }).params;
    expect(limitOf('5')).toMatchObject({ limit: 5 });
    expect(limitOf('20.0')).toMatchObject({ limit: 20 });
    expect(limitOf(9999)).toMatchObject({ limit: 9999 });
    expect(limitOf(null)).toEqual({ order: 'desc' });
    expect(refusal({ type: 'threads.list', params: { limit: 'five' } })).toContain('params.limit');
    expect(refusal({ type: 'threads.list', params: { limit: 1.5 } })).toContain('params.limit');
    expect(refusal({ type: 'threads.list', params: { order: 'DESC' } })).toContain('should be one of "asc", "desc"');
    const skipped = parseRequest({
      type: 'threads.add_structured_input',
      params: { thread_id: 't', item_id: 'i', input: { answers: { size: { values: ['L'], skipped: 'false' } } } },
    });
    expect(skipped.params).toMatchObject({
      input: { status: 'answered', answers: { size: { values: ['L'], skipped: false } } },
    });
  });

  it('refuses an unknown kind of feedback', () => {
    const params = { thread_id: 't', item_ids: [], kind: 'meh' };
    expect(refusal({ type: 'items.feedback', params })).toContain('params.kind');
  });

  it('keeps nulls in free-form data', () => {
    const tag = { type: 'input_tag', id: 'o', text: 'Order', data: { a: null, b: { c: null } } };
    const request = parseRequest({ type: 'threads.create', params: { input: { ...input, content: [tag] } } });
    expect(request.params).toMatchObject({ input: { content: [{ data: { a: null, b: { c: null } } }] } });
  });

  it('requires a client tool result, which may be null', () => {
    const params = { thread_id: 't' };
    expect(
      parseRequest({ type: 'threads.add_client_tool_output', params: { ...params, result: null } }).params,
    ).toEqual({ ...params, result: null });
    expect(refusal({ type: 'threads.add_client_tool_output', params })).toContain('params.result is missing');
  });

  it("drops unknown members beside an action's name and payload", () => {
    const config = { ...action, handler: 'server', loadingBehavior: 'self', streaming: false };
    const request = parseRequest({
      type: 'threads.custom_action',
      params: { thread_id: 't', item_id: null, action: config },
    });
    expect(request.params).toEqual({ thread_id: 't', action });
  });

  it('is not fooled by names of Object.prototype', () => {
    const params = JSON.parse('{"thread_id":"t","__proto__":{"order":"asc"}}') as unknown;
    expect(parseRequest({ type: 'items.list', params }).params).toEqual({ thread_id: 't', order: 'desc' });
    expect(refusal({ type: 'constructor', params: {} })).toContain('invalid-request');
  });
});

/** A copy of the value with an unknown member in every object except the free-form ones. */
function decorate(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((element) => decorate(element));
  if (typeof value !== 'object' || value === null || key === 'payload') return value;
  const members = Object.entries(value).map(([name, member]) => [name, decorate(member, name)]);
  return { ...Object.fromEntries(members), x_unknown: { from: 'elsewhere' } };
}
