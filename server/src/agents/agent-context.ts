/** The interface of a turn's agent and its tools to the visitor: items, workflows, progress, notices, client tools. */
import type { ClientToolCallItem, ThreadItem, WorkflowItem } from '@chatdock/protocol/thread/items';
import { isHiddenItem } from '@chatdock/protocol/kinds';
import type { Task, Workflow, WorkflowSummary } from '@chatdock/protocol/thread/tasks';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { SUGGESTED_REPLIES } from '@chatdock/protocol/thread/suggested-replies';
import type { Source } from '@chatdock/protocol/thread/sources';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { WidgetRoot } from '@chatdock/protocol/thread/widgets';
import type { RequestContext } from '../core/context.ts';
import type { Store } from '../core/store.ts';
import { streamWidget } from '../core/widgets/stream-widget.ts';
import { noteIssued } from '../core/runs/issued-ids.ts';
import { carry, readCarried } from './providers/wire/carried.ts';
import { EventQueue } from './event-queue.ts';

/** A call of a client tool; see `AgentContext.callClientTool`. */
interface ClientToolRequest {
  name: string;
  arguments: Record<string, unknown>;
  /** The model's ids of the call, if a model requested it. */
  itemId?: string | undefined;
  callId?: string | undefined;
}

/** Options of `AgentContext`: the thread of the turn, the store, and the request's context. */
export interface AgentContextOptions<Context extends RequestContext> {
  thread: ThreadMetadata;
  store: Store<Context>;
  requestContext: Context;
}

/**
 * One per turn. Give it to the run as its context, so that tools reach it, and to `streamAgentResponse`.
 *
 * @example
 * const context = new AgentContext({ thread, store, requestContext });
 * const result = await run(agent, input, { context, stream: true, signal: requestContext.signal });
 * yield* streamAgentResponse(context, result);
 */
export class AgentContext<Context extends RequestContext = RequestContext> {
  readonly thread: ThreadMetadata;
  readonly store: Store<Context>;
  readonly requestContext: Context;
  /** Events that helpers and tools have pushed and the stream has not read yet. */
  readonly events = new EventQueue<ThreadStreamEvent>();
  /** The workflow that tasks are added to. Resumed from the thread if the last turn left one open. */
  workflow: WorkflowItem | null = null;
  /** An open workflow that has not been announced yet. */
  #deferred: WorkflowItem | null = null;
  /** Set by `callClientTool`. Announced when the run has stopped. */
  clientToolCall: ClientToolRequest | null = null;
  /** Further calls of the same answer. The page receives each after it has answered the previous one. */
  readonly laterToolCalls: ClientToolRequest[] = [];
  /** The model's newest function call. A client tool that it calls uses these ids. */
  lastFunctionCall: { itemId?: string | undefined; callId?: string | undefined } | null = null;
  /** Sources the model may cite by number, written as 【number】. Search tools add to it. */
  readonly citable = new Map<number, Source>();

  constructor({ thread, store, requestContext }: AgentContextOptions<Context>) {
    this.thread = thread;
    this.store = store;
    this.requestContext = requestContext;
  }

  /**
   * Sends a copy of the event, so that later changes to the object do not reach the client. A visible item closes the
   * open workflow first; an announced workflow becomes the open one.
   */
  stream(event: ThreadStreamEvent) {
    if (event.type === 'thread.item.added' || event.type === 'thread.item.done') {
      if (this.#interrupts(event.item)) this.endWorkflow();
      if (event.type === 'thread.item.added' && event.item.type === 'workflow')
        this.workflow = structuredClone(event.item);
    }
    this.#push(event);
  }

  /** A new item id that no other item of this server has. */
  newId(kind: 'message' | 'tool_call' | 'task' | 'workflow') {
    const id = this.store.generateItemId(kind, this.thread, this.requestContext);
    noteIssued(this.requestContext.signal, id);
    return id;
  }

  /** `id`, `thread_id` and `created_at` of a new item. */
  newItem(kind: 'message' | 'tool_call' | 'task' | 'workflow', id = this.newId(kind)) {
    return { id, thread_id: this.thread.id, created_at: new Date().toISOString() };
  }

  /** Shows one temporary line until the next message, widget or end of turn. */
  progress(text: string, icon?: string) {
    this.stream({ type: 'progress_update', text, icon });
  }

  /** Shows a banner; not stored. `message` is Markdown. */
  notice(level: 'info' | 'warning' | 'danger', message: string, title?: string) {
    this.stream({ type: 'notice', level, message, title });
  }

  /** Fires `chatkit.effect` on the page; not stored and not replayed. */
  clientEffect(name: string, data: Record<string, unknown> = {}) {
    this.stream({ type: 'client_effect', name, data });
  }

  /**
   * Suggests replies, which the visitor sees as buttons under the answer until the next message. Not stored. Only the first four
   * different texts of at most 80 characters are shown. Clients other than ours ignore them.
   */
  suggestReplies(replies: readonly string[]) {
    this.clientEffect(SUGGESTED_REPLIES, { replies: [...replies] });
  }

  /** Adds a finished item to the thread. */
  addItem(item: ThreadItem) {
    this.stream({ type: 'thread.item.done', item });
  }

  /** Shows a widget, or each state of one that changes. Resolves when its last state is sent. */
  async streamWidget(widget: WidgetRoot | AsyncIterable<WidgetRoot>, copyText?: string) {
    for await (const event of streamWidget(this.thread, widget, { id: this.newId('message'), copyText }))
      this.stream(event);
  }

  /**
   * Opens a workflow and returns its item's id. One that is not `reasoning` and has neither task nor summary yet is
   * announced with its first task.
   */
  startWorkflow(workflow: Workflow): string {
    const item: WorkflowItem = { ...this.newItem('workflow'), type: 'workflow', workflow: structuredClone(workflow) };
    this.workflow = item;
    if (workflow.type === 'reasoning' || workflow.tasks.length > 0 || workflow.summary !== undefined)
      this.#push({ type: 'thread.item.added', item });
    else this.#deferred = item;
    return item.id;
  }

  /** Adds a task to the open workflow, or opens a custom workflow. Returns the task's index. */
  addWorkflowTask(task: Task): number {
    if (this.workflow === null) this.startWorkflow({ type: 'custom', tasks: [], expanded: true });
    const item = this.#openWorkflow();
    const { workflow } = item;
    workflow.tasks.push(task);
    const index = workflow.tasks.length - 1;
    if (item === this.#deferred) {
      this.#deferred = null;
      this.#push({ type: 'thread.item.added', item });
    } else
      this.#push({
        type: 'thread.item.updated',
        item_id: item.id,
        update: { type: 'workflow.task.added', task_index: index, task },
      });
    return index;
  }

  /** Replaces the task at `index` of the open workflow. */
  updateWorkflowTask(task: Task, index: number) {
    const item = this.#openWorkflow();
    item.workflow.tasks[index] = task;
    this.#push({
      type: 'thread.item.updated',
      item_id: item.id,
      update: { type: 'workflow.task.updated', task_index: index, task },
    });
  }

  /** Closes the open workflow with `summary`, its existing summary, or its duration. Does nothing if none is open. */
  endWorkflow({
    summary,
    expanded = false,
  }: { summary?: WorkflowSummary | undefined; expanded?: boolean | undefined } = {}) {
    const item = this.closeWorkflow({ summary, expanded });
    if (item !== null) this.#push({ type: 'thread.item.done', item });
  }

  /** Finishes the open workflow and returns it without sending it. One that was not announced is dropped. */
  closeWorkflow({
    summary,
    expanded = false,
  }: { summary?: WorkflowSummary | undefined; expanded?: boolean | undefined } = {}): WorkflowItem | null {
    const item = this.workflow;
    if (item === null) return null;
    this.workflow = null;
    if (item === this.#deferred) return null;
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(item.created_at)) / 1000));
    item.workflow.summary = summary ?? item.workflow.summary ?? { duration: seconds };
    item.workflow.expanded = expanded;
    return item;
  }

  /**
   * Asks the page to run one of its tools. The turn ends here; the page's answer starts the next turn.
   * From a function tool, return what this returns and name the tool in the agent's `toolUseBehavior`; `clientTool` does both.
   */
  callClientTool(name: string, args: Record<string, unknown>, callId?: string) {
    const call: ClientToolRequest = { name, arguments: args, callId };
    if (this.clientToolCall === null) this.clientToolCall = call;
    else this.laterToolCalls.push(call);
    return `Waiting for the page to run ${name}.`;
  }

  /**
   * The pending item of `clientToolCall`, or null if no tool requested one. Its id contains the calls that follow it.
   */
  pendingClientToolCall(): ClientToolCallItem | null {
    const call = this.clientToolCall;
    if (call === null) return null;
    const newest = this.lastFunctionCall;
    const isNewest = call.callId === undefined || call.callId === newest?.callId;
    const waiting = this.laterToolCalls.map((later) => ({
      callId: later.callId ?? this.newId('tool_call'),
      name: later.name,
      arguments: later.arguments,
    }));
    const callId = call.callId ?? newest?.callId ?? this.newId('tool_call');
    return {
      ...this.newItem('tool_call', call.itemId ?? (isNewest ? newest?.itemId : undefined) ?? this.newId('tool_call')),
      type: 'client_tool_call',
      status: 'pending',
      call_id: waiting.length > 0 ? carry(callId, { waiting }) : callId,
      name: call.name,
      arguments: call.arguments,
    };
  }

  /** The next call for the page, if `answered` was one of several in an answer; null if it was the last. */
  nextClientToolCall(answered: ClientToolCallItem): ClientToolCallItem | null {
    const [next, ...waiting] = readCarried(answered.call_id).waiting ?? [];
    if (next === undefined) return null;
    return {
      ...this.newItem('tool_call'),
      type: 'client_tool_call',
      status: 'pending',
      call_id: carry(next.callId, { joins: true, waiting: waiting.length > 0 ? waiting : undefined }),
      name: next.name,
      arguments: next.arguments,
    };
  }

  #push(event: ThreadStreamEvent) {
    // Text deltas come in thousands and contain nothing that could change later, so they are not copied.
    const isText =
      event.type === 'thread.item.updated' && event.update.type === 'assistant_message.content_part.text_delta';
    this.events.push(isText ? event : structuredClone(event));
  }

  #interrupts(item: ThreadItem): boolean {
    return item.id !== this.workflow?.id && item.type !== 'client_tool_call' && !isHiddenItem(item);
  }

  #openWorkflow(): WorkflowItem {
    if (this.workflow === null) throw new Error('No workflow is open. Call startWorkflow or addWorkflowTask first.');
    return this.workflow;
  }
}
