/** Converts an agent's run to thread events. */
import {
  InputGuardrailTripwireTriggered,
  ModelRefusalError,
  OutputGuardrailTripwireTriggered,
  ToolInputGuardrailTripwireTriggered,
  ToolOutputGuardrailTripwireTriggered,
  type RunStreamEvent,
} from '@openai/agents';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { WidgetRoot } from '@chatdock/protocol/thread/widgets';
import type { RequestContext } from '../../core/context.ts';
import type { AgentContext } from '../agent-context.ts';
import { ResponseConverter } from './response-converter.ts';
import { RunReader } from './run-reader.ts';

/** The part of a streamed run that is used. `run(agent, input, { stream: true })` returns one. */
export interface AgentRun extends AsyncIterable<RunStreamEvent> {
  readonly completed?: Promise<void> | undefined;
  readonly finalOutput?: unknown;
}

/** Options of `streamAgentResponse`: how a run's output becomes thread items. */
export interface AgentResponseOptions {
  converter?: ResponseConverter | undefined;
  /**
   * For agents with an output type: shows the finished output as a widget instead of its JSON as text. Returning null
   * shows nothing.
   */
  outputWidget?: ((output: unknown) => WidgetRoot | null) | undefined;
}

/**
 * Streams a run, merged with the events that its tools push to `context`.
 *
 * Errors: rethrows the run's error. Before that, a tripped guardrail removes everything that this run showed; any other
 * error keeps readable text, so that the stored answer equals the shown one. If the turn is stopped, the stream ends
 * without an error and the server keeps the text so far.
 */
export async function* streamAgentResponse<Context extends RequestContext>(
  context: AgentContext<Context>,
  run: AgentRun,
  { converter = new ResponseConverter(), outputWidget }: AgentResponseOptions = {},
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  const { signal } = context.requestContext;
  await resumeWorkflow(context);
  const reader = new RunReader(context, { converter, muted: outputWidget !== undefined });
  const reading = { stopped: false };
  const readRun = async () => {
    try {
      for await (const event of run) {
        if (reading.stopped) return;
        await reader.read(event);
      }
      await run.completed;
      if (!signal.aborted) await finishRun();
      context.events.close();
    } catch (cause) {
      // The refusal was shown as an answer, and a retry would not change it.
      if (cause instanceof ModelRefusalError && !signal.aborted) {
        reader.finish();
        context.events.close();
        return;
      }
      if (isGuardrailTrip(cause)) context.events.drain();
      else if (!signal.aborted) reader.endEarly();
      context.events.fail(cause);
    }
  };
  const finishRun = async () => {
    reader.finish();
    const widget =
      outputWidget === undefined || context.clientToolCall !== null || run.finalOutput === undefined
        ? null
        : outputWidget(run.finalOutput);
    if (widget !== null) await context.streamWidget(widget);
  };
  void readRun();
  const shown = new Set<string>();
  try {
    for await (const event of context.events) {
      if (event.type === 'thread.item.added' || event.type === 'thread.item.done') shown.add(event.item.id);
      if (event.type === 'thread.item.removed') shown.delete(event.item_id);
      yield event;
    }
  } catch (cause) {
    if (signal.aborted) return;
    if (isGuardrailTrip(cause)) {
      context.workflow = null;
      for (const id of shown) yield { type: 'thread.item.removed', item_id: id };
    }
    throw cause;
  } finally {
    reading.stopped = true;
  }
  if (signal.aborted) return;
  if (context.workflow !== null)
    await context.store.addThreadItem(context.thread.id, context.workflow, context.requestContext);
  const call = context.pendingClientToolCall();
  if (call !== null) yield { type: 'thread.item.done', item: call };
}

/** Continues the workflow that the last turn left open, also after a client tool call. */
async function resumeWorkflow<Context extends RequestContext>(context: AgentContext<Context>): Promise<void> {
  const { data } = await context.store.loadThreadItems(
    context.thread.id,
    { limit: 2, order: 'desc' },
    context.requestContext,
  );
  const [newest, before] = data;
  if (newest?.type === 'workflow') context.workflow ??= newest;
  else if (newest?.type === 'client_tool_call' && before?.type === 'workflow') context.workflow ??= before;
}

/** Whether an error of a run says that a guardrail objected. */
export const isGuardrailTrip = (cause: unknown): boolean =>
  cause instanceof InputGuardrailTripwireTriggered ||
  cause instanceof OutputGuardrailTripwireTriggered ||
  cause instanceof ToolInputGuardrailTripwireTriggered ||
  cause instanceof ToolOutputGuardrailTripwireTriggered;
