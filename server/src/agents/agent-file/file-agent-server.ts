/** Answers with the agent of the owner's file. */
import { type Model, type ModelRequest, Runner, type Tool } from '@openai/agents';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import type { RequestContext } from '../../core/context.ts';
import type { AgentContext } from '../agent-context.ts';
import type { AgentSource, OwnAgent } from './load-agent-file.ts';
import {
  AgentServer,
  type AgentServerOptions,
  DEFAULT_MAX_OUTPUT_TOKENS,
  namesOf,
  RUNNER_SETTINGS,
  type TurnNames,
} from '../agent-server.ts';
import { stopForClientTools } from '../tools/client-tool.ts';

interface FileAgentServerOptions<Context extends RequestContext> extends Omit<
  AgentServerOptions<Context>,
  'model' | 'instructions'
> {
  source: AgentSource;
  /** The model for a name in the file. An agent without a model has an empty name. */
  modelNamed(name: string, pick: string | undefined, turn: TurnNames, context: RequestContext): Model;
  /** Added to the instructions of the file's agent, for the tools that the settings add. */
  addedInstructions: string;
}

/** Every model that the file names is resolved by `modelNamed`, so that fallbacks, time limits and budgets apply. */
export class FileAgentServer<Context extends RequestContext = RequestContext> extends AgentServer<Context> {
  readonly #options: FileAgentServerOptions<Context>;

  constructor(options: FileAgentServerOptions<Context>) {
    super({
      ...options,
      instructions: '',
      // Used only for titles, because the agent has its own model.
      model: (pick, turn, context) => options.modelNamed(firstModelOf(options.source), pick, turn, context),
    });
    this.#options = options;
  }

  protected override runnerFor(input: UserMessageItem | null, context: AgentContext): Runner {
    const pick = input?.inference_options.model;
    return new Runner({
      ...RUNNER_SETTINGS,
      modelProvider: { getModel: (name = '') => this.#modelNamed(name, pick, context) },
    });
  }

  protected override async agentFor(input: UserMessageItem | null, context: AgentContext): Promise<OwnAgent> {
    const { source, tools = [], clientTools = [], composerTools = [], mcpServers, addedInstructions } = this.#options;
    const agent = typeof source === 'function' ? await this.#choose(source, input, context) : source;
    const pick = input?.inference_options;
    const pageTools = this.pageTools(context, [...agent.tools, ...tools]);
    const all: Tool<AgentContext>[] = [...agent.tools, ...tools, ...pageTools];
    const toolChoice = all.find(({ name }) => name === pick?.tool_choice?.id && composerTools.includes(name))?.name;
    return agent.clone({
      tools: all,
      mcpServers: [...agent.mcpServers, ...(mcpServers?.() ?? [])],
      instructions: withAddition(agent.instructions, addedInstructions),
      ...(typeof agent.model === 'string' && {
        model: this.#modelNamed(agent.model, pick?.model, context),
      }),
      ...(clientTools.length + pageTools.length > 0 &&
        agent.toolUseBehavior === 'run_llm_again' && { toolUseBehavior: stopForClientTools }),
      ...(toolChoice !== undefined && { modelSettings: { ...agent.modelSettings, toolChoice } }),
    });
  }

  #choose(source: Extract<AgentSource, Function>, input: UserMessageItem | null, context: AgentContext) {
    const { thread, requestContext } = context;
    return source({
      text: input?.content.map((part) => part.text).join('') ?? '',
      thread,
      userId: requestContext.userId,
      runner: this.runnerFor(input, context),
      context,
      signal: requestContext.signal,
    });
  }

  /** With the limit of `CHATDOCK_MAX_OUTPUT_TOKENS`, for agents that set none. */
  #modelNamed(name: string, pick: string | undefined, context: AgentContext): Model {
    const { modelNamed, maxOutputTokens = DEFAULT_MAX_OUTPUT_TOKENS } = this.#options;
    const model = modelNamed(name, pick, namesOf(context), context.requestContext);
    const limit = (request: ModelRequest): ModelRequest => ({
      ...request,
      modelSettings: { ...request.modelSettings, maxTokens: request.modelSettings.maxTokens ?? maxOutputTokens },
    });
    return {
      getResponse: (request) => model.getResponse(limit(request)),
      getStreamedResponse: (request) => model.getStreamedResponse(limit(request)),
    };
  }
}

/** The name of the agent's model, if it has one. */
const firstModelOf = (source: AgentSource) =>
  typeof source !== 'function' && typeof source.model === 'string' ? source.model : '';

function withAddition(instructions: OwnAgent['instructions'], addition: string): OwnAgent['instructions'] {
  if (addition === '') return instructions;
  if (typeof instructions === 'string') return `${instructions}\n\n${addition}`;
  return async (context, agent) => `${await instructions(context, agent)}\n\n${addition}`;
}
