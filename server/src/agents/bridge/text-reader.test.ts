/** A run over Chat Completions, or over a model that only gives text, as thread events. */
import { describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { collect, outline, play, rawEvent, startTurn } from '../../../../test/harness/providers/agent-run.ts';
import { streamAgentResponse } from './stream-agent-response.ts';

const started = rawEvent({ type: 'response_started' });

const doneItems = (events: ThreadStreamEvent[]) =>
  events.flatMap((event) => (event.type === 'thread.item.done' ? [event.item] : []));

describe('a run over Chat Completions or another text-only model', () => {
  const chunk = (delta: object, finish_reason: string | null = null) =>
    rawEvent({
      type: 'model',
      event: { id: 'chatcmpl-7', choices: [{ index: 0, delta, finish_reason }] },
      providerData: { rawModelEventSource: 'openai-chat-completions' },
    });
  const text = (delta: string) => rawEvent({ type: 'output_text_delta', delta, itemId: 'chatcmpl-7' });
  const done = (whole: string, annotations: object[] = []) =>
    rawEvent({
      type: 'response_done',
      response: {
        id: 'chatcmpl-7',
        usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
        output: [
          {
            type: 'message',
            role: 'assistant',
            status: 'completed',
            id: '__fake_id__',
            content: [{ type: 'output_text', text: whole, providerData: { annotations } }],
          },
        ],
      },
    });

  it('streams text under a new id each time', async () => {
    const { context } = await startTurn();
    const reply = [started, chunk({ content: 'Hel' }), text('Hel'), text('lo'), done('Hello')];
    const events = await collect(streamAgentResponse(context, play(...reply, ...reply)));
    const items = doneItems(events);
    expect(items.map((item) => item.type === 'assistant_message' && item.content)).toEqual(
      Array.from({ length: 2 }, () => [{ type: 'output_text', text: 'Hello', annotations: [] }]),
    );
    expect(new Set(items.map(({ id }) => id)).size).toBe(2);
    for (const { id } of items) expect(id).toMatch(/^msg_/u);
  });

  it('shows an answer that arrived in one piece, with its citations', async () => {
    const { context } = await startTurn();
    const events = await collect(
      streamAgentResponse(
        context,
        play(
          started,
          done('Hello', [
            {
              type: 'url_citation',
              url_citation: { url: 'https://example.com/', title: '', start_index: 0, end_index: 5 },
            },
          ]),
        ),
      ),
    );
    expect(doneItems(events)).toMatchObject([
      {
        content: [
          { text: 'Hello', annotations: [{ index: 5, source: { type: 'url', title: 'https://example.com/' } }] },
        ],
      },
    ]);
  });

  it('shows reasoning as a workflow, in few updates', async () => {
    const { context } = await startTurn();
    const thoughts = Array.from({ length: 2000 }, () => chunk({ reasoning: 'thought ' }));
    const events = await collect(streamAgentResponse(context, play(started, ...thoughts, text('So.'), done('So.'))));
    const [workflow] = doneItems(events);
    expect(workflow?.type === 'workflow' && workflow.workflow.tasks).toMatchObject([
      { content: 'thought '.repeat(2000) },
    ]);
    expect(events.length).toBeLessThan(700);
  });

  it.each([
    '<think>\nBlue or green? a < b\n</think>\n\nIt is blue.',
    'It is <think>no</think> blue.',
    '< b',
    '<think>only thoughts',
    ' \n',
  ])('keeps reasoning in %j out of the answer, however it is chunked', async (whole) => {
    const thinks = whole.includes('<think>');
    const answer = thinks ? whole.replace(/<think>.*?(?:<\/think>\s*|$)/su, '') : whole;
    for (const size of [1, 2, 3, 7, whole.length]) {
      const { context } = await startTurn();
      const pieces = whole.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
      const events = await collect(streamAgentResponse(context, play(started, ...pieces.map(text), done(whole))));
      const shown = events
        .map((event) =>
          event.type === 'thread.item.updated' && event.update.type === 'assistant_message.content_part.text_delta'
            ? event.update.delta
            : '',
        )
        .join('');
      expect(shown).toBe(answer);
      expect(doneItems(events).filter(({ type }) => type === 'assistant_message')).toMatchObject(
        answer === '' ? [] : [{ content: [{ text: answer }] }],
      );
      expect(outline(events).includes('thread.item.added workflow')).toBe(thinks);
    }
  });

  it('reports an answer cut at its length limit', async () => {
    const { context } = await startTurn();
    const events = await collect(
      streamAgentResponse(context, play(started, text('Hel'), chunk({}, 'length'), done('Hel'))),
    );
    expect(events).toContainEqual(expect.objectContaining({ type: 'notice', level: 'warning' }));
  });

  it('turns numbered markers into citations, even when they arrive in pieces', async () => {
    const { context } = await startTurn();
    context.citable.set(1, { type: 'url', title: 'One', url: 'https://example.com/1' });
    const whole = 'It is blue【1】. Or green 【2】, who knows 【 x';
    const events = await collect(streamAgentResponse(context, play(started, ...Array.from(whole, text), done(whole))));
    expect(doneItems(events)).toMatchObject([
      {
        content: [
          { text: 'It is blue. Or green, who knows 【 x', annotations: [{ index: 10, source: { title: 'One' } }] },
        ],
      },
    ]);
    const shown = events
      .map((event) =>
        event.type === 'thread.item.updated' && event.update.type === 'assistant_message.content_part.text_delta'
          ? event.update.delta
          : '',
      )
      .join('');
    expect(shown).toBe('It is blue. Or green, who knows 【 x');
  });

  it("removes a model's text when another model answers instead", async () => {
    const { context } = await startTurn();
    const events = await collect(
      streamAgentResponse(
        context,
        play(
          started,
          text('The capital is Ly'),
          rawEvent({ type: 'model', event: { type: 'chatdock.switching' } }),
          rawEvent({ type: 'model', event: { type: 'chatdock.withdrawn' } }),
          started,
          text('Paris.'),
          done('Paris.'),
        ),
      ),
    );
    expect(outline(events)).toEqual([
      'thread.item.added assistant_message',
      'assistant_message.content_part.added',
      'assistant_message.content_part.text_delta',
      'progress_update',
      'thread.item.removed',
      'thread.item.added assistant_message',
      'assistant_message.content_part.added',
      'assistant_message.content_part.text_delta',
      'assistant_message.content_part.done',
      'thread.item.done assistant_message',
    ]);
    expect(doneItems(events)).toMatchObject([{ content: [{ text: 'Paris.' }] }]);
  });

  it('shows structured output as a widget instead of as its JSON', async () => {
    const { context } = await startTurn();
    const run = Object.assign(play(started, text('{"city":'), text('"Oslo"}'), done('{"city":"Oslo"}')), {
      finalOutput: { city: 'Oslo' },
    });
    const events = await collect(
      streamAgentResponse(context, run, {
        outputWidget: (output) => ({
          type: 'Card',
          children: [{ type: 'Text', value: (output as { city: string }).city }],
        }),
      }),
    );
    expect(outline(events)).toEqual(['thread.item.done widget']);
    expect(events[0]).toMatchObject({ item: { widget: { children: [{ value: 'Oslo' }] } } });
  });
});
