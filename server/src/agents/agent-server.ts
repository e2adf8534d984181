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
import { asksOneModel, PictureModel, takePicturesOut } from './bridge/picture-model.ts';
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
  /** The model for a message; `choice` is what the visitor picked in the composer, `turn` names the turn in logs. */
  model(choice: string | undefined, turn: TurnNames, context: RequestContext): Model;
  instructions: string;
  tools?: readonly Tool<AgentContext>[] | undefined;
  /** Names of those tools that run on the page: a call of one ends the turn. */
  clientTools?: readonly string[] | undefined;
  /** Names of functions that the page may offer to the model, with `*` at the end of a pattern. @defaultValue none */
  pageTools?: readonly string[] | undefined;
  handoffs?: readonly (Agent<AgentContext> | Handoff<AgentContext>)[] | undefined;
  /** Asked for each turn: servers come and go. */
  mcpServers?: (() => readonly MCPServer[]) | undefined;
  converter?: ThreadItemConverter | undefined;
  /** How much of a long thread the model is given, in tokens. @defaultValue 24000 */
  contextTokens?: number | undefined;
  /** How many bytes of files may be in memory for models. */
  fileMemory?: Partial<ReadLimits> | undefined;
  /** Calls of the model in one turn, tools included. @defaultValue 12 */
  maxTurns?: number | undefined;
  /** Tokens that one call of the model may write, thinking included. @defaultValue 8192 */
  maxOutputTokens?: number | undefined;
  /** Names of those tools that the composer offers: a visitor can have the model use one of these and no other. */
  composerTools?: readonly string[] | undefined;
  response?: AgentResponseOptions | undefined;
  /** Names new threads. @defaultValue the first sentence of the first message */
  titles?: TitleWriter | undefined;
}

/** Which turn, for logs. */
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
        const { input: named, pictures } = takePicturesOut(conversation);
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

  /** The agent that answers a message. The composer's choices of model and tool are honoured where they are known. */
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
    const taken = tools.map(({ name }) => name);
    return readPageTools(requestContext, this.#options.pageTools ?? [], taken).map(clientTool);
  }

  /** What runs the agent of a message. Extend it to resolve the names of models in agents. */
  protected runnerFor(_input: UserMessageItem | null, _context: AgentContext): Runner {
    return this.#runner;
  }

  /** The turn's own trace where one is recorded, else that of its request. */
  #outgoingHeaders(context: AgentContext): Readonly<Record<string, string>> {
    const { requestId, threadId } = namesOf(context);
    const { trace } = context.requestContext;
    return toOutgoingHeaders(requestId, this.telemetry.traceOf?.({ requestId, threadId, trace }) ?? trace);
  }

  /** What the page is asked for next, when the call it has just answered was one of several. */
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

/** Nothing about runs leaves the process: no traces are recorded or sent. */
export const RUNNER_SETTINGS = {
  tracingDisabled: true,
  traceIncludeSensitiveData: false,
  toolNotFoundBehavior: 'return_error_to_model',
} as const;

/** Reserved for each call of a model, and the most it may write. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 8192;

/** Which turn, for logs. */
export const namesOf = ({ thread, requestContext }: AgentContext): TurnNames => ({
  threadId: thread.id,
  requestId: requestContext.requestId,
});
