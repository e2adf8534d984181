/** A ChatKit server whose answers come from an agent of the Agents SDK. */
import {
  Agent,
  Runner,
  type AgentInputItem,
  type AgentOutputType,
  type Handoff,
  type MCPServer,
  type Model,
  type Tool,
} from '@openai/agents';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ClientToolCallItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../core/context.ts';
import { AgentContext } from './agent-context.ts';
import { isGuardrailTrip, streamAgentResponse, type AgentResponseOptions } from './bridge/stream-agent-response.ts';
import { ThreadItemConverter } from './bridge/input/to-agent-input.ts';
import { AttachmentReads, ByteBudget, type ReadLimits } from './bridge/input/attachment-reads.ts';
import { asksOneModel, PictureModel, extractPictures } from './bridge/picture-model.ts';
import { newestItems } from './load-history.ts';
import { toOutgoingHeaders, withOutgoingHeaders } from './outgoing-headers.ts';
import { CustomStreamError } from '../core/errors.ts';
import { SiteServer, type SiteServerOptions } from './configured/site-server.ts';
import { nameThread, type TitleWriter } from './titles.ts';
import { clientTool, stopForClientTools } from './tools/client-tool.ts';
import { describeToolError } from './tools/function-tool.ts';
import { readPageTools } from './tools/page-tools.ts';

/** Options of `AgentServer`. `store`, `model` and `instructions` are required. */
export interface AgentServerOptions<Context extends RequestContext> extends SiteServerOptions<Context> {
  /** The model for a message. `choice` is the visitor's choice in the composer; `turn` identifies the turn in logs. */
  model(choice: string | undefined, turn: TurnNames, context: RequestContext): Model;
  instructions: string;
  tools?: readonly Tool<AgentContext>[] | undefined;
  /** Names of the tools that run on the page. Calling one ends the turn. */
  clientTools?: readonly string[] | undefined;
  /** Names of functions that the page may offer to the model, with `*` at the end of a pattern. @defaultValue none */
  pageTools?: readonly string[] | undefined;
  handoffs?: readonly (Agent<AgentContext> | Handoff<AgentContext>)[] | undefined;
  /** Read in each turn, because servers may become available or unavailable. */
  mcpServers?: (() => readonly MCPServer[]) | undefined;
  converter?: ThreadItemConverter | undefined;
  /** The maximum part of a long thread that the model receives, in tokens. @defaultValue 24000 */
  contextTokens?: number | undefined;
  /** How many bytes of files may be in memory for models. */
  fileMemory?: Partial<ReadLimits> | undefined;
  /** The maximum number of model calls in one turn, tools included. @defaultValue 12 */
  maxTurns?: number | undefined;
  /** The maximum number of tokens that one model call may write, reasoning included. @defaultValue 8192 */
  maxOutputTokens?: number | undefined;
  /** Names of the tools that the composer offers. A visitor can make the model use only these. */
  composerTools?: readonly string[] | undefined;
  response?: AgentResponseOptions | undefined;
  /** Names new threads. @defaultValue the first sentence of the first message */
  titles?: TitleWriter | undefined;
}

/** Identifies a turn in logs. */
export interface TurnNames {
  readonly threadId: string;
  readonly requestId: string | undefined;
}

/** One agent, the whole conversation, any provider. Extend it to choose agents per thread or visitor. */
export class AgentServer<Context extends RequestContext = RequestContext> extends SiteServer<Context> {
  readonly #options: AgentServerOptions<Context>;
  readonly #fileMemory: ByteBudget;
  readonly #runner = new Runner(RUNNER_SETTINGS);

  constructor(options: AgentServerOptions<Context>) {
    super(options);
    this.#options = options;
    this.#fileMemory = new ByteBudget(options.fileMemory);
  }

  override async *respond(
    thread: ThreadMetadata,
    input: UserMessageItem | null,
    context: Context,
  ): AsyncGenerator<ThreadStreamEvent, void, undefined> {
    if (thread.status.type !== 'active')
      throw new CustomStreamError(thread.status.reason ?? 'This conversation is closed. Start a new chat to continue.');
    const { maxTurns = 12, response, titles } = this.#options;
    const agentContext = new AgentContext<RequestContext>({ thread, store: this.store, requestContext: context });
    const nextCall = input === null ? await this.#nextClientToolCall(agentContext, context) : null;
    if (nextCall !== null) {
      yield { type: 'thread.item.done', item: nextCall };
      return;
    }
    const isNew = input !== null && (thread.title === undefined || thread.title === '');
    const title =
      isNew && titles !== undefined
        ? titles(
            input,
            this.#options.model(input.inference_options.model, namesOf(agentContext), context),
            context.signal,
          )
        : null;
    const reads = new AttachmentReads(this.#fileMemory, context.signal);
    try {
      const conversation = await this.#readThread(thread, context, reads);
      let agent = await this.agentFor(input, agentContext);
      let items = conversation;
      if (asksOneModel(agent)) {
        const { input: named, pictures } = extractPictures(conversation);
        agent = agent.clone({ model: new PictureModel(agent.model, pictures) });
        items = named;
      }
      const run = await withOutgoingHeaders(this.#outgoingHeaders(agentContext), () =>
        this.runnerFor(input, agentContext).run(agent, items, {
          stream: true,
          context: agentContext,
          signal: context.signal,
          maxTurns,
        }),
      );
      yield* streamAgentResponse(agentContext, run, response);
    } catch (cause) {
      if (!isGuardrailTrip(cause)) throw cause;
      throw new CustomStreamError('This message can’t be answered here.', { cause });
    } finally {
      reads.end();
    }
    if (isNew) nameThread(thread, input, await title);
  }

  /** The agent that answers a message. Uses the composer's choices of model and tool if they are known. */
  protected agentFor(
    input: UserMessageItem | null,
    context: AgentContext,
  ): Agent<AgentContext, AgentOutputType> | Promise<Agent<AgentContext, AgentOutputType>> {
    const { instructions, model, tools = [], clientTools = [], handoffs = [], mcpServers } = this.#options;
    const { composerTools = [], maxOutputTokens = DEFAULT_MAX_OUTPUT_TOKENS } = this.#options;
    const pageTools = this.pageTools(context, tools);
    const choice = input?.inference_options;
    const picked = choice?.tool_choice?.id;
    const toolChoice = tools.find(({ name }) => name === picked && composerTools.includes(name))?.name;
    return new Agent<AgentContext, AgentOutputType>({
      name: 'Assistant',
      instructions,
      model: model(choice?.model, namesOf(context), context.requestContext),
      tools: [...tools, ...pageTools],
      handoffs: [...handoffs],
      mcpServers: [...(mcpServers?.() ?? [])],
      mcpConfig: { errorFunction: ({ error }) => describeToolError(error) },
      ...(clientTools.length + pageTools.length > 0 && { toolUseBehavior: stopForClientTools }),
      modelSettings: { maxTokens: maxOutputTokens, ...(toolChoice !== undefined && { toolChoice }) },
    });
  }

  /** The functions of the visitor's page that this turn may use. */
  protected pageTools({ requestContext }: AgentContext, tools: readonly { name: string }[]): Tool<AgentContext>[] {
    const reserved = tools.map(({ name }) => name);
    return readPageTools(requestContext, this.#options.pageTools ?? [], reserved).map(clientTool);
  }

  /** The runner for the agent of a message. Override it to resolve model names in agents. */
  protected runnerFor(_input: UserMessageItem | null, _context: AgentContext): Runner {
    return this.#runner;
  }

  /** The turn's own trace if it is recorded, otherwise the trace of its request. */
  #outgoingHeaders(context: AgentContext): Readonly<Record<string, string>> {
    const { requestId, threadId } = namesOf(context);
    const { trace } = context.requestContext;
    return toOutgoingHeaders(requestId, this.telemetry.traceOf?.({ requestId, threadId, trace }) ?? trace);
  }

  /** The next call for the page, if the call that it has just answered was one of several. */
  async #nextClientToolCall(agentContext: AgentContext, context: Context): Promise<ClientToolCallItem | null> {
    for await (const newest of newestItems(this.store, agentContext.thread.id, context, { maxItems: 1, pageItems: 1 }))
      return newest.type === 'client_tool_call' ? agentContext.nextClientToolCall(newest) : null;
    return null;
  }

  async #readThread(thread: ThreadMetadata, context: Context, reads: AttachmentReads): Promise<AgentInputItem[]> {
    const { converter = new ThreadItemConverter(), contextTokens = 24_000 } = this.#options;
    const items = newestItems(this.store, thread.id, context);
    const input = await converter.toAgentInputWithin(contextTokens, items, reads);
    reads.settle();
    return input;
  }
}

/** The SDK records and sends no traces, so nothing about runs leaves the process. */
export const RUNNER_SETTINGS = {
  tracingDisabled: true,
  traceIncludeSensitiveData: false,
  toolNotFoundBehavior: 'return_error_to_model',
} as const;

/** The number of tokens that each model call reserves, and may write at most. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 8192;

/** Identifies a turn in logs. */
export const namesOf = ({ thread, requestContext }: AgentContext): TurnNames => ({
  threadId: thread.id,
  requestId: requestContext.requestId,
});
