/** Loads the file that `CHATDOCK_AGENT` names: an agent written with `@openai/agents`, for example one that Agent Builder exported. */
import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Agent, type AgentOutputType, type Handoff, type Runner } from '@openai/agents';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { memberOf } from '@chatdock/protocol/member-of';
import type { AgentContext } from '../agent-context.ts';
import { SettingError } from '../providers/address.ts';
import type { Settings } from '../configured/settings.ts';

/** An agent of the file, with any output type. */
export type OwnAgent = Agent<AgentContext, AgentOutputType>;

/** The argument of a function in the file that chooses the agent for a message. */
export interface AgentTurn {
  /** The visitor's message. Empty if a tool of the page answered, or a retry began without a message. */
  text: string;
  thread: ThreadMetadata;
  userId: string;
  /** Runs other agents, such as one that sorts messages, with the models, limits and budgets of the server. */
  runner: Runner;
  /** The context for the server's tools. Pass it on: `runner.run(agent, text, { context })`. */
  context: AgentContext;
  /** Aborts when the turn is stopped. */
  signal: AbortSignal;
}

/** The default export of the file: an agent, or a function that chooses one for each message. */
export type AgentSource = OwnAgent | ((turn: AgentTurn) => OwnAgent | Promise<OwnAgent>);

/** Imports the file. @throws SettingError with a message that says what to change */
export async function loadAgentFile(path: string, env: Settings): Promise<AgentSource> {
  const file = resolve(path);
  if (!existsSync(file))
    throw refused(
      path,
      'and there is no such file. Check the path; it is relative to the folder the server starts in.',
    );
  if (/\.[mc]?ts$/u.test(file) && !process.features.typescript)
    throw refused(
      path,
      `and only Node 22.18 or newer runs TypeScript files; this is Node ${process.versions.node}. Update Node, or compile the file to JavaScript.`,
    );
  // The file reads process.env, but the settings can also come from a file that is not in process.env, so add them.
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] ??= value;
  let exports: object;
  try {
    // A namespace object: its members are checked below.
    exports = (await import(pathToFileURL(file).href)) as object;
  } catch (cause) {
    throw refused(path, explainImport(cause, extname(file)), cause);
  }
  return sourceIn(exports, path);
}

const refused = (path: string, because: string, cause?: unknown) =>
  new SettingError(`CHATDOCK_AGENT is "${path}", ${because}`, { cause });

/** An error message for each way in which an import can fail. */
function explainImport(cause: unknown, ending: string): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = memberOf(cause, 'code');
  const [, type = ''] = /does not provide an export named '(\w+)'/u.exec(message) ?? [];
  if (type !== '')
    return `and it imports ${type}, which is only a type. Node runs TypeScript without looking types up: write "type ${type}" in the import.`;
  if (code === 'ERR_MODULE_NOT_FOUND')
    return `and it imports something that is not installed (${message}). Install it in the folder of the file, for example with: npm install @openai/agents zod`;
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
    return `and it has TypeScript that Node cannot run as it is, such as an enum (${message}). Rewrite that part, or compile the file to JavaScript.`;
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' || code === 'ERR_UNKNOWN_MODULE_FORMAT')
    return `and Node does not run files that end in "${ending}". Write a .ts, .mts, .js or .mjs file.`;
  return `and it failed while it was loaded: ${message}`;
}

function sourceIn(exports: object, path: string): AgentSource {
  const agents = Object.values(exports).filter(isAgent);
  const chosen: unknown = Reflect.get(exports, 'default') ?? (agents.length === 1 ? agents[0] : undefined);
  if (isAgent(chosen)) return checkAgent(chosen, path);
  if (typeof chosen === 'function') {
    // A function of the owner. Its result is checked in each turn.
    const choose = chosen as (turn: AgentTurn) => unknown;
    return async (turn) => checkAgent(await choose(turn), path);
  }
  throw refused(
    path,
    'runWorkflow' in exports
      ? 'and it exports runWorkflow, which answers one message and forgets it. Add a last line that exports the agent itself, such as: export default myAgent;'
      : 'and it exports no agent. Add a last line such as: export default myAgent;',
  );
}

function checkAgent(found: unknown, path: string): OwnAgent {
  // An agent's context type is not visible at run time. The agent gets the context of this server.
  if (found instanceof Agent) return found as OwnAgent;
  throw refused(
    path,
    isAgent(found)
      ? 'and its agent comes from another copy of @openai/agents than the server has. Run "npm ls @openai/agents" and install one version for both.'
      : 'and its function returned something other than an agent. Return one, such as: return myAgent;',
  );
}

/** Whether a value looks like an agent, of this copy of the SDK or another. */
const isAgent = (value: unknown): boolean =>
  typeof memberOf(value, 'name') === 'string' && typeof memberOf(value, 'asTool') === 'function';

/** The model names of an agent and of all agents that it can hand over to. Empty for an agent without a model. */
export function modelNamesOf(agent: OwnAgent, seen = new Set<object>()): string[] {
  if (seen.has(agent)) return [];
  seen.add(agent);
  const own = typeof agent.model === 'string' ? [agent.model] : [];
  // Handoffs may be wrapped, and may lead to agents with other contexts. Only their models are read.
  const next = agent.handoffs.map((handoff: OwnAgent | Handoff<AgentContext>) =>
    handoff instanceof Agent ? handoff : (handoff.agent as OwnAgent),
  );
  return [...own, ...next.flatMap((other) => modelNamesOf(other, seen))];
}
