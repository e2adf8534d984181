/** Streams events that plain code pushes through an agent context, for scripted agents and action handlers. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { RequestContext } from '../core/context.ts';
import type { AgentContext } from './agent-context.ts';

/**
 * Runs `work` and yields each event that it pushes to `agent`, then the client tool call it asked for, if any. An open
 * workflow is closed at the end. Errors: throws the error of `work`, after all events that were pushed before it.
 */
export async function* streamWork<Context extends RequestContext>(
  agent: AgentContext<Context>,
  work: () => Promise<void>,
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  const run = async () => {
    try {
      await work();
      agent.endWorkflow();
      agent.events.close();
    } catch (cause) {
      agent.endWorkflow();
      agent.events.fail(cause);
    }
  };
  void run();
  yield* agent.events;
  const call = agent.pendingClientToolCall();
  if (call !== null) yield { type: 'thread.item.done', item: call };
}
