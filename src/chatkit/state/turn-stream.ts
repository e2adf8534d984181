/** The events of a whole turn: the stream that answers the request, and those that follow each tool that the page runs. */
import type { ChatKitClient } from '@chatdock/protocol/client';
import type { ThreadStreamEvent } from '@chatdock/protocol/events';
import type { StreamRequestInput } from '@chatdock/protocol/requests';
import { toJson } from '@chatdock/protocol/to-json';
import { pendingClientToolCall } from '@chatdock/protocol/turn';
import type { Context } from './context.ts';
import { ChatKitError } from './errors.ts';
import { toChatKitError } from './failure.ts';

interface TurnStreamDeps {
  context: Context;
  client: ChatKitClient;
  signal: AbortSignal;
}

/** Each event must be in the store before the next one is asked for: whether a tool is called is read from the thread. */
export async function* readTurn(
  { context, client, signal }: TurnStreamDeps,
  request: StreamRequestInput,
): AsyncGenerator<ThreadStreamEvent> {
  yield* client.stream(request, { signal });
  const nextCall = () => pendingClientToolCall(context.store.get().thread);
  for (let call = nextCall(); call; call = nextCall()) {
    const result = await callTool(context, call.name, call.arguments);
    signal.throwIfAborted();
    // The server completes the call without sending an event. Without this one the same call would stay pending forever.
    yield { type: 'thread.item.replaced', item: { ...call, status: 'completed' } };
    const params = { thread_id: call.thread_id, result };
    yield* client.stream({ type: 'threads.add_client_tool_output', params }, { signal });
  }
}

/** The tool's result as JSON. If the tool throws, the assistant receives the error and the page a `chatkit.error`. */
async function callTool(context: Context, name: string, params: Record<string, unknown>): Promise<unknown> {
  const { given } = context.store.get().options;
  if (!given.onClientTool) {
    throw new ChatKitError(
      'IntegrationError',
      `The server asked the page to run the client tool "${name}", but there is no \`onClientTool\`. Pass it in the options.`,
    );
  }
  try {
    const result = await given.onClientTool({ name, params });
    // A result without a JSON form fails here, as the tool's own failure. In a list, even a function becomes JSON (null).
    return JSON.parse(toJson([result]))[0] ?? {};
  } catch (cause) {
    context.report(
      toChatKitError(cause, 'IntegrationError', `The client tool "${name}" failed, which the assistant was told`),
    );
    return { error: cause instanceof Error ? cause.message : String(cause) };
  }
}
