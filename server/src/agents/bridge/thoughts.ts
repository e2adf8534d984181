/** Shows reasoning as tasks of a workflow. The first thought streams; later ones appear when they are complete. */
import type { RequestContext } from '../../core/context.ts';
import type { AgentContext } from '../agent-context.ts';

interface StreamedThought {
  key: string;
  index: number;
  content: string;
  sentChars: number;
}

/**
 * Each update repeats the whole thought, so one is sent only when the thought has grown by this share. So a long
 * thought needs few updates.
 */
const GROWTH = 1.02;

export class Thoughts<Context extends RequestContext> {
  readonly #context: AgentContext<Context>;
  #streamed: StreamedThought | null = null;

  constructor(context: AgentContext<Context>) {
    this.#context = context;
  }

  /** Reasoning begins. Continues an open workflow, or announces a new one and returns its id. */
  begin(): string | null {
    if (this.#context.workflow !== null) return null;
    return this.#context.startWorkflow({ type: 'reasoning', tasks: [], expanded: false });
  }

  /** More of the thought `key`. */
  grow(key: string, delta: string) {
    const workflow = this.#context.workflow?.workflow;
    if (workflow === undefined) return;
    if (workflow.type === 'reasoning' && workflow.tasks.length === 0) {
      const index = this.#context.addWorkflowTask({ type: 'thought', status_indicator: 'none', content: delta });
      this.#streamed = { key, index, content: delta, sentChars: delta.length };
    } else if (this.#streamed?.key === key && workflow.type === 'reasoning') {
      this.#streamed.content += delta;
      if (this.#streamed.content.length >= this.#streamed.sentChars * GROWTH) this.#send(this.#streamed);
    }
  }

  /** The thought `key` is complete. */
  complete(key: string, content: string) {
    if (this.#context.workflow === null) return;
    if (this.#streamed?.key === key) {
      this.#send({ ...this.#streamed, content });
      this.#streamed = null;
    } else {
      this.#context.addWorkflowTask({ type: 'thought', status_indicator: 'none', content });
    }
  }

  /** The streamed thought is complete: sends the remaining part. */
  settle() {
    if (
      this.#streamed !== null &&
      this.#context.workflow !== null &&
      this.#streamed.content.length > this.#streamed.sentChars
    )
      this.#send(this.#streamed);
    this.#streamed = null;
  }

  #send(thought: StreamedThought) {
    thought.sentChars = thought.content.length;
    this.#context.updateWorkflowTask(
      { type: 'thought', status_indicator: 'none', content: thought.content },
      thought.index,
    );
  }
}
