import { OutputGuardrailTripwireTriggered, RunItemStreamEvent, RunToolCallItem, Agent } from '@openai/agents';
import { describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { WorkflowItem } from '@chatdock/protocol/thread/items';
import { collect, outline, play, responses, startTurn } from '../../../../test/harness/providers/agent-run.ts';
import { ResponseConverter } from './response-converter.ts';
import { streamAgentResponse } from './stream-agent-response.ts';
import { started, thinking, message } from '../../../../test/harness/providers/responses-steps.ts';

const doneItems = (events: ThreadStreamEvent[]) =>
  events.flatMap((event) => (event.type === 'thread.item.done' ? [event.item] : []));

const openWorkflow: WorkflowItem = {
  id: 'wf_open',
  thread_id: 'thr_1',
  created_at: '2025-01-02T03:04:05Z',
  type: 'workflow',
  workflow: {
    type: 'reasoning',
    tasks: [{ type: 'thought', status_indicator: 'none', content: 'Earlier' }],
    expanded: false,
  },
};

describe('a run over the Responses API', () => {
  it('shows reasoning as a workflow before the message, and streams only the first summary [P168 P169]', async () => {
    const { context } = await startTurn();
    const events = await collect(
      streamAgentResponse(context, play(started, ...thinking('First thought', 'Second thought'), ...message('Hello'))),
    );
    expect(outline(events)).toEqual([
      'thread.item.added workflow',
      'workflow.task.added',
      'workflow.task.updated',
      'workflow.task.updated',
      'workflow.task.added',
      'thread.item.done workflow',
      'thread.item.added assistant_message',
      'assistant_message.content_part.added',
      'assistant_message.content_part.text_delta',
      'assistant_message.content_part.done',
      'thread.item.done assistant_message',
    ]);
    expect(events[1]).toMatchObject({ update: { task_index: 0, task: { content: 'Firs' } } });
    expect(events[2]).toMatchObject({ update: { task_index: 0, task: { content: 'First thought' } } });
    expect(events[4]).toMatchObject({ update: { task_index: 1, task: { content: 'Second thought' } } });
    const [workflow] = doneItems(events);
    expect(workflow).toMatchObject({
      workflow: { type: 'reasoning', expanded: false, summary: { duration: expect.any(Number) } },
    });
    expect(
      workflow?.type === 'workflow' &&
        workflow.workflow.summary &&
        'duration' in workflow.workflow.summary &&
        Number.isInteger(workflow.workflow.summary.duration),
    ).toBe(true);
  });

  it("keeps the provider's message id when it is unique [P027]", async () => {
    const { context } = await startTurn();
    const events = await collect(streamAgentResponse(context, play(started, ...message('Hello'))));
    expect(doneItems(events).map(({ id }) => id)).toEqual(['msg_provider_1']);
  });

  it.each(['__fake_id__', '', 'msg_seen', undefined])(
    'the id %j never makes one message overwrite another',
    async (id) => {
      const { context } = await startTurn([
        {
          id: 'msg_seen',
          thread_id: 'thr_1',
          created_at: '2025-01-02T03:04:05Z',
          type: 'assistant_message',
          content: [],
        },
      ]);
      const two = [
        ...message('One', { id: id as string, index: 0 }),
        ...message('Two', { id: id as string, index: 1 }),
      ];
      const events = await collect(streamAgentResponse(context, play(started, ...two)));
      const added = events.flatMap((event) => (event.type === 'thread.item.added' ? [event.item.id] : []));
      expect(new Set([...added, 'msg_seen', '__fake_id__', '']).size).toBe(5);
      expect(doneItems(events).map((item) => item.type === 'assistant_message' && item.content[0]?.text)).toEqual([
        'One',
        'Two',
      ]);
      expect(doneItems(events).map((item) => item.id)).toEqual(added);
    },
  );

  it('numbers citations after dropping some, and places each by its kind [P171 P172]', async () => {
    const { context } = await startTurn();
    const annotations = [
      { type: 'file_citation', filename: '', index: 1 },
      { type: 'file_citation', filename: 'a.md', index: 2 },
      { type: 'file_path', file_id: 'f' },
      { type: 'url_citation', url: 'https://example.com/b', title: 'B', start_index: 0, end_index: 4 },
      { type: 'container_file_citation', filename: 'c.csv', start_index: 1, end_index: 5 },
    ];
    const events = await collect(
      streamAgentResponse(context, play(started, ...message('Hello there', { annotations }))),
    );
    const added = events.flatMap((event) =>
      event.type === 'thread.item.updated' && event.update.type === 'assistant_message.content_part.annotation_added'
        ? [event.update]
        : [],
    );
    expect(
      added.map(({ annotation_index, annotation }) => [annotation_index, annotation.source.type, annotation.index]),
    ).toEqual([
      [0, 'file', 2],
      [1, 'url', 4],
      [2, 'file', 5],
    ]);
    expect(doneItems(events)[0]).toMatchObject({
      content: [
        {
          annotations: [
            { source: { filename: 'a.md' } },
            { source: { url: 'https://example.com/b' } },
            { source: { filename: 'c.csv' } },
          ],
        },
      ],
    });
  });

  it('announces an image empty, shows partial images, and ends with its address [P026 P173]', async () => {
    const { context } = await startTurn();
    const events = await collect(
      streamAgentResponse(
        context,
        play(
          started,
          responses({
            type: 'response.output_item.added',
            output_index: 0,
            item: { type: 'image_generation_call', id: 'ig_1' },
          }),
          responses({
            type: 'response.image_generation_call.partial_image',
            output_index: 0,
            item_id: 'ig_1',
            partial_image_index: 1,
            partial_image_b64: 'QQ==',
          }),
          responses({
            type: 'response.output_item.done',
            output_index: 0,
            item: { type: 'image_generation_call', id: 'ig_1', result: 'Qg==' },
          }),
        ),
        { converter: new ResponseConverter({ partialImages: 2 }) },
      ),
    );
    const [added, updated, done] = events;
    const id = added?.type === 'thread.item.added' ? added.item.id : '';
    expect(id).toMatch(/^msg_/u);
    expect(added).toEqual({
      type: 'thread.item.added',
      item: { id, thread_id: 'thr_1', created_at: expect.any(String), type: 'generated_image' },
    });
    expect(updated).toMatchObject({
      item_id: id,
      update: { image: { url: 'data:image/png;base64,QQ==' }, progress: 0.5 },
    });
    expect(done).toMatchObject({
      type: 'thread.item.done',
      item: { id, image: { id: 'ig_1', url: 'data:image/png;base64,Qg==' } },
    });
  });

  it('removes an image that never arrived', async () => {
    const { context } = await startTurn();
    const events = await collect(
      streamAgentResponse(
        context,
        play(
          started,
          responses({
            type: 'response.output_item.added',
            output_index: 0,
            item: { type: 'image_generation_call', id: 'ig_1' },
          }),
          responses({
            type: 'response.output_item.done',
            output_index: 0,
            item: { type: 'image_generation_call', id: 'ig_1', result: null },
          }),
        ),
      ),
    );
    expect(outline(events)).toEqual(['thread.item.added generated_image', 'thread.item.removed']);
  });

  it('stores an open workflow silently, and the next turn continues it [P170]', async () => {
    const first = await startTurn();
    const events = await collect(streamAgentResponse(first.context, play(started, ...thinking('Need the page'))));
    expect(outline(events)).not.toContain('thread.item.done workflow');
    const stored = await first.stored();
    expect(stored.map(({ type }) => type)).toEqual(['workflow']);

    const call = {
      id: 'tc_1',
      thread_id: 'thr_1',
      created_at: '2025-01-02T03:04:06Z',
      type: 'client_tool_call' as const,
      status: 'completed' as const,
      call_id: 'call_1',
      name: 'get_page',
      arguments: {},
      output: {},
    };
    const second = await startTurn([openWorkflow, call]);
    const more = await collect(streamAgentResponse(second.context, play(started, ...message('Done'))));
    expect(outline(more).slice(0, 2)).toEqual(['thread.item.done workflow', 'thread.item.added assistant_message']);
    expect(doneItems(more)[0]).toMatchObject({
      id: 'wf_open',
      workflow: { summary: { duration: expect.any(Number) } },
    });
  });

  it("ends with the pending client tool call, under the ids of the model's call [P174 P027]", async () => {
    const { context } = await startTurn();
    const agent = new Agent({ name: 'test' });
    const called = new RunItemStreamEvent(
      'tool_called',
      new RunToolCallItem(
        { type: 'function_call', id: 'fc_9', callId: 'call_9', name: 'get_page', arguments: '{}', status: 'completed' },
        agent,
      ),
    );
    const events = await collect(
      streamAgentResponse(
        context,
        play(
          started,
          responses({
            type: 'response.output_item.added',
            output_index: 0,
            item: { type: 'function_call', id: 'fc_9' },
          }),
          called,
          () => void context.callClientTool('get_page', { part: 'title' }),
          ...message('meanwhile'),
        ),
      ),
    );
    expect(events.at(-1)).toMatchObject({
      type: 'thread.item.done',
      item: {
        type: 'client_tool_call',
        status: 'pending',
        id: 'fc_9',
        call_id: 'call_9',
        name: 'get_page',
        arguments: { part: 'title' },
      },
    });
  });

  it('removes everything a tripped guardrail rejects, and throws [P175]', async () => {
    const { context } = await startTurn();
    const trip = new OutputGuardrailTripwireTriggered('tripped', {
      guardrail: { type: 'output', name: 'test' },
      agent: new Agent({ name: 'test' }),
      agentOutput: '',
      output: { tripwireTriggered: true, outputInfo: {} },
    } as never);
    const events: ThreadStreamEvent[] = [];
    const stream = streamAgentResponse(
      context,
      play(started, ...thinking('Hm'), ...message('Secret'), () => context.notice('info', 'queued'), trip),
    );
    await expect(
      (async () => {
        for await (const event of stream) events.push(event);
      })(),
    ).rejects.toBe(trip);
    const shown = events.flatMap((event) => (event.type === 'thread.item.added' ? [event.item.id] : []));
    const removed = events.flatMap((event) => (event.type === 'thread.item.removed' ? [event.item_id] : []));
    expect(shown).toHaveLength(2);
    expect(removed.toSorted()).toEqual(shown.toSorted());
  });

  it('finishes a message that breaks off, and drops one without text', async () => {
    const { context } = await startTurn();
    const events: ThreadStreamEvent[] = [];
    const [open, part, delta] = message('Half a sent');
    const [empty] = message('', { id: 'msg_empty', index: 2 });
    const failure = new Error('broken');
    await expect(
      (async () => {
        for await (const event of streamAgentResponse(
          context,
          play(started, ...[open, part, delta, empty].filter((step) => step !== undefined), failure),
        ))
          events.push(event);
      })(),
    ).rejects.toBe(failure);
    expect(doneItems(events)).toMatchObject([{ id: 'msg_provider_1', content: [{ text: 'Half a sent' }] }]);
    expect(events.at(-1)).toEqual({ type: 'thread.item.removed', item_id: 'msg_empty' });
  });
});
