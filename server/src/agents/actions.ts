/** Handlers for actions by name, with payloads that are checked before a handler sees them. */
import type { Action } from '@chatdock/protocol/requests/actions';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { WidgetItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../core/context.ts';
import { CustomStreamError } from '../core/errors.ts';
import type { ServerLog } from '../core/telemetry/log.ts';
import type { Store } from '../core/store.ts';
import { AgentContext } from './agent-context.ts';
import { streamWork } from './stream-work.ts';

/** A schema of any library with `safeParse`, such as zod or zod/mini. */
interface PayloadSchema<Payload> {
  safeParse(value: unknown): { success: true; data: Payload } | { success: false; error: { message: string } };
}

/** The argument of a handler. */
export interface ActionCall<Payload, Context extends RequestContext> {
  payload: Payload;
  /** The widget the action came from; null when the page sent it itself. */
  sender: WidgetItem | null;
  /** Sends items, widgets, progress, notices and effects to the visitor. */
  agent: AgentContext<Context>;
  context: Context;
}

/**
 * One action: the schema of its payload, and its handler. Events that it pushes to `call.agent` are streamed to the
 * visitor.
 */
interface ActionHandler<Payload, Context extends RequestContext> {
  payload: PayloadSchema<Payload>;
  handle(call: ActionCall<Payload, Context>): Promise<void> | void;
}

/** Handlers with the payload type of each checked; see `handleAction`. */
export type ActionHandlers<Context extends RequestContext = RequestContext> = ReadonlyMap<
  string,
  (action: Action, sender: WidgetItem | null, agent: AgentContext<Context>) => Promise<void>
>;

/**
 * One entry of the handlers map, with `payload` typed by its schema.
 *
 * @example
 * const handlers = new Map([actionHandler('todo.add', { payload: z.object({ text: z.string() }), handle: ({ payload }) => todos.add(payload.text) })]);
 */
export function actionHandler<Payload, Context extends RequestContext = RequestContext>(
  name: string,
  { payload: schema, handle }: ActionHandler<Payload, Context>,
): readonly [string, (action: Action, sender: WidgetItem | null, agent: AgentContext<Context>) => Promise<void>] {
  return [
    name,
    async (action, sender, agent) => {
      const payload = schema.safeParse(action.payload);
      if (!payload.success) {
        throw new CustomStreamError(
          'That couldn’t be done, because some of the information is missing or invalid. Check it and try again.',
          {
            cause: new TypeError(
              `The payload of the action "${name}" does not fit its schema: ${payload.error.message}`,
            ),
          },
        );
      }
      await handle({ payload: payload.data, sender, agent, context: agent.requestContext });
    },
  ];
}

/**
 * Runs the handler of an action and streams the events that it pushes. An action without a handler ends in an error
 * message for the visitor.
 */
export async function* handleAction<Context extends RequestContext>(
  handlers: ActionHandlers<Context>,
  action: Action,
  {
    thread,
    sender,
    store,
    context,
    log,
  }: {
    thread: ThreadMetadata;
    sender: WidgetItem | null;
    store: Store<Context>;
    context: Context;
    /** Receives the reason why an action was refused. Visitors get a sentence without the cause. */
    log?: ServerLog | undefined;
  },
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  try {
    const handler = handlers.get(action.type);
    if (handler === undefined) {
      throw new CustomStreamError('This button doesn’t do anything yet.', {
        cause: new Error(
          `The action "${action.type}" arrived, and no handler has that name. Known names: ${[...handlers.keys()].join(', ') || 'none'}.`,
        ),
      });
    }
    const agent = new AgentContext({ thread, store, requestContext: context });
    yield* streamWork(agent, () => handler(action, sender, agent));
  } catch (error) {
    // Any other error ends the turn and is logged with it.
    if (error instanceof CustomStreamError)
      log?.warn(
        { err: error.cause ?? error, threadId: thread.id, requestId: context.requestId },
        'An action was refused.',
      );
    throw error;
  }
}
