/** The visible output of one model response, for both interfaces: its messages, its thoughts, and how it ended. */
import type { RequestContext } from '../../core/context.ts';
import type { AgentContext } from '../agent-context.ts';
import type { Finish } from '../providers/wire/finish.ts';
import { uniqueItemId } from './item-ids.ts';
import { MessageWriter } from './message-writer.ts';
import type { ResponseConverter } from './response-converter.ts';
import type { Thoughts } from './thoughts.ts';

/** The state that all responses of a run share. */
export interface RunOutput<Context extends RequestContext> {
  readonly context: AgentContext<Context>;
  readonly converter: ResponseConverter;
  /** Set if messages are not shown, because the run's output is converted to something else. */
  readonly muted: boolean;
  readonly thoughts: Thoughts<Context>;
  /** Ids of the run's items so far. */
  readonly usedIds: Set<string>;
}

export class ResponseOutput<Context extends RequestContext> {
  readonly run: RunOutput<Context>;
  /** The messages that are open, by the provider's own key. */
  readonly messages = new Map<string, MessageWriter<Context>>();
  /** Ids of all items that the response has announced, finished or not. */
  readonly announced: string[] = [];
  hasThought = false;
  hasAnswer = false;
  finish: Finish | null = null;

  constructor(run: RunOutput<Context>) {
    this.run = run;
  }

  beginThinking() {
    const started = this.run.thoughts.begin();
    if (started !== null) this.announced.push(started);
  }

  /** Whether a piece of a thought is shown. Blank pieces are shown only inside a thought. */
  showsThought(thought: string): boolean {
    return thought.trim() !== '' || (thought !== '' && this.run.context.workflow !== null);
  }

  async openMessage(key: string, offeredId: unknown): Promise<MessageWriter<Context> | null> {
    const { context, thoughts, muted, usedIds } = this.run;
    thoughts.settle();
    context.endWorkflow();
    if (muted) return null;
    const message = new MessageWriter(context, await uniqueItemId(context, offeredId, 'message', usedIds));
    this.messages.set(key, message);
    this.announced.push(message.id);
    return message;
  }

  /** Another model answers instead: removes everything of this response. */
  withdraw() {
    const { context, thoughts } = this.run;
    thoughts.settle();
    for (const id of this.announced) {
      if (context.workflow?.id === id) context.workflow = null;
      context.stream({ type: 'thread.item.removed', item_id: id });
    }
  }
}
