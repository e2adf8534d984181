/** A ChatKit server whose agent is the demo agent. */
import * as z from 'zod/mini';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../../core/context.ts';
import { actionHandler, type ActionHandlers } from '../actions.ts';
import { AgentContext } from '../agent-context.ts';
import { respondWithDemo, type DemoAgentOptions } from './demo-agent.ts';
import { sayTo } from './turn.ts';
import { answersOf, SAMPLE_ACTION, usedSample } from './samples/samples.ts';
import { BOOKING_ACTION, bookingReply, bookingSummary, PICK_ACTION } from './widgets.ts';
import { SiteServer, type SiteServerOptions } from '../configured/site-server.ts';

/** Options of `DemoServer`: those of `SiteServer`, documents to answer from, and the pace of its answers. */
export interface DemoServerOptions<Context extends RequestContext>
  extends SiteServerOptions<Context>, DemoAgentOptions {}

/** Answers without a model: what the process runs until `CHATDOCK_MODEL` is set. */
export class DemoServer<Context extends RequestContext = RequestContext> extends SiteServer<Context> {
  readonly #agent: DemoAgentOptions;

  constructor({ documents, pace, ...options }: DemoServerOptions<Context>) {
    super({ ...options, actions: options.actions ?? demoActions(pace?.textMs) });
    this.#agent = { documents, pace };
  }

  override respond(thread: ThreadMetadata, input: UserMessageItem | null, context: Context) {
    return respondWithDemo(
      new AgentContext<RequestContext>({ thread, store: this.store, requestContext: context }),
      input,
      this.#agent,
    );
  }
}

const demoActions = (textMs = 16): ActionHandlers<RequestContext> =>
  new Map([
    actionHandler(BOOKING_ACTION, {
      payload: z.record(z.string(), z.unknown()),
      handle: async ({ payload, sender, agent }) => {
        if (sender !== null)
          agent.stream({ type: 'thread.item.replaced', item: { ...sender, widget: bookingSummary(payload) } });
        await sayTo(agent, bookingReply(answersOf(payload)), [], textMs);
      },
    }),
    actionHandler(SAMPLE_ACTION, {
      payload: z.record(z.string(), z.unknown()),
      handle: async ({ payload, sender, agent }) => {
        const used = usedSample(payload);
        if (!used) return;
        if (sender !== null)
          agent.stream({
            type: 'thread.item.replaced',
            item: { ...sender, widget: used.widget, copy_text: used.reply },
          });
        await sayTo(agent, used.reply, [], textMs);
      },
    }),
    actionHandler(PICK_ACTION, {
      payload: z.object({ id: z.string(), name: z.string() }),
      handle: ({ payload, agent }) => sayTo(agent, `You picked **${payload.name}** (\`${payload.id}\`).`, [], textMs),
    }),
  ]);
