import { describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { collect, outline, play, startTurn } from '../../../../test/harness/providers/agent-run.ts';
import type { AgentContext } from '../agent-context.ts';
import { streamAgentResponse } from './stream-agent-response.ts';
import { started, thinking } from '../../../../test/harness/providers/responses-steps.ts';

const doneItems = (events: ThreadStreamEvent[]) =>
  events.flatMap((event) => (event.type === 'thread.item.done' ? [event.item] : []));

describe('events that tools emit', () => {
  it('a visible item closes the open workflow; client tool calls and hidden context do not [P176]', async () => {
    const { context } = await startTurn();
    const base = { thread_id: 'thr_1', created_at: '2025-01-02T03:04:05Z' };
    const events = await collect(
      streamAgentResponse(
        context,
        play(
          started,
          ...thinking('Hm'),
          () => context.addItem({ ...base, id: 'h_1', type: 'hidden_context_item', content: 'note' }),
          () =>
            context.addItem({
              ...base,
              id: 'c_1',
              type: 'client_tool_call',
              status: 'completed',
              call_id: 'c',
              name: 'x',
              arguments: {},
            }),
          () => context.streamWidget({ type: 'Card', children: [] }),
        ),
      ),
    );
    expect(outline(events).slice(-4)).toEqual([
      'thread.item.done hidden_context_item',
      'thread.item.done client_tool_call',
      'thread.item.done workflow',
      'thread.item.done widget',
    ]);
    expect(doneItems(events).at(-1)?.id).toMatch(/^msg_/u);
  });

  it('the first task of a custom workflow arrives inside it, later ones separately [P177]', async () => {
    const { context } = await startTurn();
    const events = await collect(
      streamAgentResponse(
        context,
        play(started, () => {
          context.startWorkflow({ type: 'custom', tasks: [], expanded: true });
          context.addWorkflowTask({ type: 'custom', status_indicator: 'loading', title: 'One' });
          context.addWorkflowTask({ type: 'custom', status_indicator: 'loading', title: 'Two' });
          context.updateWorkflowTask({ type: 'custom', status_indicator: 'complete', title: 'Two' }, 1);
          context.endWorkflow({ summary: { title: 'Looked' } });
        }),
      ),
    );
    expect(outline(events)).toEqual([
      'thread.item.added workflow',
      'workflow.task.added',
      'workflow.task.updated',
      'thread.item.done workflow',
    ]);
    expect(events[0]).toMatchObject({ item: { workflow: { tasks: [{ title: 'One' }] } } });
    expect(events[1]).toMatchObject({ update: { task_index: 1, task: { title: 'Two' } } });
  });

  it.each([
    [
      'started',
      (context: AgentContext) =>
        void context.startWorkflow({ type: 'custom', tasks: [], expanded: true, summary: { title: 'Looked' } }),
    ],
    [
      'streamed',
      (context: AgentContext) =>
        context.stream({
          type: 'thread.item.added',
          item: {
            ...context.newItem('workflow'),
            type: 'workflow',
            workflow: { type: 'custom', tasks: [], expanded: true },
          },
        }),
    ],
  ])('a workflow without tasks that is %s ends when a message begins', async (_, begin) => {
    const { context } = await startTurn();
    const message = { ...context.newItem('message'), type: 'assistant_message' as const, content: [] };
    const steps = play(started, () => {
      begin(context);
      context.addItem(message);
    });
    const events = await collect(streamAgentResponse(context, steps));
    expect(outline(events)).toEqual([
      'thread.item.added workflow',
      'thread.item.done workflow',
      'thread.item.done assistant_message',
    ]);
  });

  it('a workflow that was started without tasks and summary is never shown', async () => {
    const { context } = await startTurn();
    const events = await collect(
      streamAgentResponse(
        context,
        play(started, () => {
          context.startWorkflow({ type: 'custom', tasks: [], expanded: true });
          context.addItem({ ...context.newItem('message'), type: 'assistant_message', content: [] });
        }),
      ),
    );
    expect(outline(events)).toEqual(['thread.item.done assistant_message']);
  });
});
