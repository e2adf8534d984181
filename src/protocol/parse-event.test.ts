import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from './errors.ts';
import { threadStreamEventSchema } from './thread/events.ts';
import { parseEvent } from './parse.ts';

const common = { id: 'i', thread_id: 't', created_at: '2025-01-02T03:04:05Z' };
const done = (item: object) => ({ type: 'thread.item.done', item: { ...common, ...item } });

/** The result of a call, or null if it throws. */
function attempt<Result>(call: () => Result): Result | null {
  try {
    return call();
  } catch {
    return null;
  }
}

describe('reading an event', () => {
  it('skips events, items, updates, parts, tasks and sources of unknown types [P077]', () => {
    const text = { type: 'output_text', text: 'hi' };
    const unknown = [
      { type: 'hologram.opened' },
      done({ type: 'hologram' }),
      { type: 'thread.item.updated', item_id: 'i', update: { type: 'hologram.turned', angle: 3 } },
      done({ type: 'user_message', content: [{ type: 'input_hologram' }] }),
      done({ type: 'task', task: { type: 'hologram' } }),
      done({ type: 'workflow', workflow: { type: 'custom', tasks: [{ type: 'custom' }, { type: 'hologram' }] } }),
      done({
        type: 'assistant_message',
        content: [{ ...text, annotations: [{ source: { type: 'hologram', title: 'x' } }] }],
      }),
    ];
    for (const event of unknown) expect(parseEvent(event), JSON.stringify(event)).toBeNull();
  });

  it.each([
    [1767323045, '2026-01-02T03:04:05.000Z'],
    [1767323045.5, '2026-01-02T03:04:05.500Z'],
    [1767323045000, '2026-01-02T03:04:05.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [1e300, '1e+300'],
    ['2025-01-02T03:04:05', '2025-01-02T03:04:05'],
  ])('reads the time %s as %s', (given, time) => {
    const item = { type: 'assistant_message', content: [], created_at: given };
    expect(parseEvent(done(item))).toMatchObject({ item: { created_at: time } });
    const thread = { id: 't', created_at: given };
    expect(parseEvent({ type: 'thread.created', thread })).toMatchObject({ thread: { created_at: time } });
  });

  it('keeps unknown components and members of a widget [P077]', () => {
    const widget = {
      type: 'Card',
      glow: 'strong',
      children: [{ type: 'Hologram', depth: 3, children: [{ type: 'Text', value: 'x' }] }],
    };
    expect(parseEvent(done({ type: 'widget', widget }))).toMatchObject({ item: { widget } });
  });

  it('drops nulls from widgets, payloads and arrays, and broken children with them', () => {
    const button = {
      type: 'Button',
      label: 'Go',
      iconStart: null,
      onClickAction: { type: 'go', payload: { a: null, b: [1, null, 2] } },
    };
    const event = parseEvent(
      done({
        type: 'widget',
        widget: { type: 'Card', size: null, children: [null, button, 'text', { value: 'typeless' }] },
      }),
    );
    expect(event).toMatchObject({
      item: {
        widget: {
          type: 'Card',
          children: [{ type: 'Button', label: 'Go', onClickAction: { type: 'go', payload: { b: [1, 2] } } }],
        },
      },
    });
    expect(JSON.stringify(event)).not.toContain('null');
  });

  it('treats a root except Card, ListView and Basic as broken, not unknown [P164]', () => {
    expect(() => parseEvent(done({ type: 'widget', widget: { type: 'Table' } }))).toThrow('must be a Card');
  });

  it('throws on a known type with a broken body, and names the member', () => {
    const broken: [object, string][] = [
      [{ type: 'thread.item.removed' }, 'item_id'],
      [{ type: 'notice', level: 'loud', message: 'x' }, 'level'],
      [done({ type: 'assistant_message', content: 'hi' }), 'item.content'],
      [
        {
          type: 'thread.item.updated',
          item_id: 'i',
          update: { type: 'workflow.task.added', task_index: -1, task: { type: 'image' } },
        },
        'update.task_index',
      ],
      [
        {
          type: 'thread.item.updated',
          item_id: 'i',
          update: { type: 'workflow.task.added', task_index: 1e9, task: { type: 'image' } },
        },
        'update.task_index',
      ],
    ];
    for (const [event, member] of broken) expect(() => parseEvent(event)).toThrow(member);
    for (const event of [null, 'text', {}, { type: 7 }]) expect(() => parseEvent(event)).toThrow(ProtocolError);
  });

  it('requires an absolute attachment preview; data: and blob: are fine [P014]', () => {
    const withPreview = (preview_url: string) =>
      done({
        type: 'user_message',
        content: [],
        attachments: [{ type: 'image', id: 'a', name: 'n', mime_type: 'image/png', preview_url }],
      });
    for (const url of ['https://e.example/x.png', 'data:image/png;base64,AA==', 'blob:https://e.example/1'])
      expect(parseEvent(withPreview(url))).not.toBeNull();
    expect(() => parseEvent(withPreview('/x.png'))).toThrow('absolute');
  });

  it('gives an effect without data an empty object, and keeps nulls in its data [P094]', () => {
    expect(parseEvent({ type: 'client_effect', name: 'go' })).toEqual({ type: 'client_effect', name: 'go', data: {} });
    expect(parseEvent({ type: 'client_effect', name: 'go', data: { a: null } })).toMatchObject({ data: { a: null } });
  });

  it('distinguishes workflow summaries by their members', () => {
    const summaryOf = (summary: object) =>
      parseEvent(done({ type: 'workflow', workflow: { type: 'custom', tasks: [], summary } }));
    expect(summaryOf({ title: 'Searched' })).toMatchObject({
      item: { workflow: { summary: { title: 'Searched' }, expanded: false } },
    });
    expect(summaryOf({ duration: 6 })).toMatchObject({ item: { workflow: { summary: { duration: 6 } } } });
  });

  it('reads a text delta by hand exactly as the schema would', () => {
    const member = fc.oneof(
      fc.constantFrom(0, 1, 10_000, 10_001, -1, 1.5, null, '0'),
      fc.string(),
      fc.constantFrom('assistant_message.content_part.text_delta', 'workflow.task.added'),
    );
    const update = fc.record(
      { type: member, content_index: member, delta: member, extra: member },
      { requiredKeys: [] },
    );
    const event = fc.record(
      { type: fc.constant('thread.item.updated'), item_id: member, update: fc.oneof(update, member) },
      { requiredKeys: ['type'] },
    );
    const valid = fc.record({
      type: fc.constant('thread.item.updated'),
      item_id: fc.string(),
      update: fc.record({
        type: fc.constant('assistant_message.content_part.text_delta'),
        content_index: fc.constantFrom(-1, 0, 1.5, 9999, 10_000, 10_001, 2 ** 53),
        delta: fc.string(),
      }),
    });
    fc.assert(
      fc.property(fc.oneof(event, valid), (json) => {
        const bySchema = threadStreamEventSchema.safeParse(json);
        expect(attempt(() => parseEvent(json))).toEqual(bySchema.success ? bySchema.data : null);
      }),
    );
  });

  it('fills in omitted members, and treats null as absent', () => {
    expect(parseEvent({ type: 'error' })).toEqual({ type: 'error', code: 'custom', allow_retry: false });
    expect(parseEvent({ type: 'thread.created', thread: { id: 't', title: null, created_at: 'x' } })).toEqual({
      type: 'thread.created',
      thread: {
        id: 't',
        created_at: 'x',
        status: { type: 'active' },
        metadata: {},
        items: { data: [], has_more: false },
      },
    });
  });
});
