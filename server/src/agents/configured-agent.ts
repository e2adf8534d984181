/** The server with a real model behind it, from settings. Loaded only when one is configured: the Agents SDK is large. */
import type { Model, Tool } from '@openai/agents';
import type { RequestContext } from '../core/context.ts';
import type { AgentContext } from './agent-context.ts';
import { AgentServer, DEFAULT_MAX_OUTPUT_TOKENS } from './agent-server.ts';
import type { ReadLimits } from './bridge/attachment-reads.ts';
import { consoleLog, type ServerLog } from '../core/log.ts';
import { noTelemetry } from '../core/telemetry.ts';
import { SEARCH_INSTRUCTIONS, searchTool } from './documents/search-tool.ts';
import type { DocumentSearch } from './documents/search.ts';
import { parseModelAddress, parseModelAddresses, SettingError, type ModelAddress } from './providers/address.ts';
import { FallbackModel, type FallbackLimits, type ModelChoice } from './providers/fallback-model.ts';
import { checkModels } from './providers/model-list.ts';
import { toModelChoice } from './providers/models.ts';
import { spendFor, type Spend } from './providers/spend.ts';
import { fileSetting, jsonSetting, listSetting, numberSetting, textSetting, type Settings } from './settings.ts';
import { SiteConverter, type OpenFile } from './site-converter.ts';
import type { SiteServerOptions } from './site-server.ts';
import { titleFromModel } from './titles.ts';
import { clientTool, clientToolsSchema } from './tools/client-tool.ts';
import { connectMcp, mcpConfigSchema, type McpTools } from './tools/mcp.ts';

export interface ConfiguredAgentParts<Context extends RequestContext> {
  env: Settings;
  site: SiteServerOptions<Context>;
  documents: DocumentSearch | null;
  openFile?: OpenFile | undefined;
}

const INSTRUCTIONS =
  'You are the assistant of a web site. Answer the visitor in their own language, briefly and in plain words, as Markdown. If you do not know something, say so.';

/** Errors: throws SettingError with a sentence per mistake. */
export async function createConfiguredAgent<Context extends RequestContext>({
  env,
  site,
  documents,
  openFile,
}: ConfiguredAgentParts<Context>) {
  const { log = consoleLog, telemetry = noTelemetry } = site;
  const primary = parseModelAddress(env['CHATDOCK_MODEL'] ?? '', env);
  const fallback = parseModelAddresses(env['CHATDOCK_FALLBACK'], env);
  const offered = parseModelAddresses(env['CHATDOCK_MODELS'], env, 'CHATDOCK_MODELS');
  const chooseModel = modelChooser(
    [primary, ...fallback, ...offered],
    1 + fallback.length,
    log,
    (choices) => new FallbackModel({ choices, log, telemetry, limits: readLimits(env) }),
  );

  // In the background: a provider's list never changes the start, nor whether the server is ready.
  void checkModels([primary, ...fallback, ...offered], { log, telemetry });

  const clientTools = jsonSetting(env, 'CHATDOCK_CLIENT_TOOLS', clientToolsSchema) ?? [];
  const mcpConfig = jsonSetting(env, 'CHATDOCK_MCP', mcpConfigSchema);
  const mcp: McpTools | null = mcpConfig === undefined ? null : await connectMcp(mcpConfig, { env, log });
  const tools: Tool<AgentContext>[] = [
    ...(documents === null ? [] : [searchTool(documents)]),
    ...clientTools.map(clientTool),
  ];
  const instructions = [
    textSetting(env, 'CHATDOCK_INSTRUCTIONS') ?? fileSetting(env, 'CHATDOCK_INSTRUCTIONS_FILE') ?? INSTRUCTIONS,
    documents === null ? '' : SEARCH_INSTRUCTIONS,
  ];

  const maxOutputTokens =
    numberSetting(env, 'CHATDOCK_MAX_OUTPUT_TOKENS', { min: 16, max: 10_000_000 }) ?? DEFAULT_MAX_OUTPUT_TOKENS;
  const server = new AgentServer<Context>({
    ...site,
    log,
    telemetry,
    model: (pick, turn, context) =>
      chooseModel(pick, turn, site.meter && spendFor(site.meter, context, maxOutputTokens)),
    maxTurns: numberSetting(env, 'CHATDOCK_MAX_TURNS', { min: 1, max: 1000 }),
    maxOutputTokens,
    composerTools: readComposerTools(env, tools),
    instructions: instructions.filter(Boolean).join('\n\n'),
    tools,
    clientTools: clientTools.map(({ name }) => name),
    mcpServers: mcp === null ? undefined : () => mcp.servers(),
    converter: new SiteConverter(openFile),
    contextTokens: numberSetting(env, 'CHATDOCK_CONTEXT_TOKENS', { min: 500, max: 10_000_000 }),
    fileMemory: readFileMemory(env),
    titles: readTitles(env),
  });
  const description = [primary, ...fallback].map(({ label }) => label).join(', then ');
  return { server, description, close: async () => mcp?.close() };
}

/**
 * The model for what a visitor picked. Only what the owner configured can be picked: by its address, or by the model's
 * bare name. The picked model is asked first; if it fails, the configured ones follow in order.
 */
function modelChooser(
  addresses: readonly ModelAddress[],
  defaults: number,
  log: ServerLog,
  create: (choices: ModelChoice[]) => FallbackModel,
): (pick: string | undefined, turn: object, spend: Spend | undefined) => Model {
  const choices = new Map(
    addresses.map((address) => [address.label, { address, choice: toModelChoice(address, { log }) }]),
  );
  const order = [...choices.values()].slice(0, defaults).map(({ choice }) => choice);
  const standard = create(order);
  const picked = new Map<string, FallbackModel>();
  return (pick, turn, spend) => {
    const found = [...choices.values()].find(({ address }) => address.label === pick || address.model === pick);
    if (found === undefined || found.choice === order[0]) return standard.forTurn(turn, spend);
    const known =
      picked.get(found.address.label) ?? create([found.choice, ...order.filter((choice) => choice !== found.choice)]);
    picked.set(found.address.label, known);
    return known.forTurn(turn, spend);
  };
}

function readLimits(env: Settings): Partial<FallbackLimits> {
  const firstTokenMs = numberSetting(env, 'CHATDOCK_FIRST_TOKEN_MS', { min: 10, max: 600_000 });
  const silenceMs = numberSetting(env, 'CHATDOCK_SILENCE_MS', { min: 10, max: 600_000 });
  return { ...(firstTokenMs !== undefined && { firstTokenMs }), ...(silenceMs !== undefined && { silenceMs }) };
}

/** Tools that a visitor may pick in the composer. */
function readComposerTools(env: Settings, tools: readonly Tool<AgentContext>[]): string[] {
  const names = listSetting(env, 'CHATDOCK_COMPOSER_TOOLS');
  const missing = names.find((name) => !tools.some((tool) => tool.name === name));
  if (missing === undefined) return names;
  throw new SettingError(
    `CHATDOCK_COMPOSER_TOOLS has "${missing}", which is not the name of a tool. Choose from: ${tools.map(({ name }) => name).join(', ') || 'none'}.`,
  );
}

function readFileMemory(env: Settings): Partial<ReadLimits> {
  const turnBytes = numberSetting(env, 'CHATDOCK_FILE_BYTES_PER_TURN', { min: 1 });
  const processBytes = numberSetting(env, 'CHATDOCK_FILE_BYTES', { min: 1 });
  return { ...(turnBytes !== undefined && { turnBytes }), ...(processBytes !== undefined && { processBytes }) };
}

function readTitles(env: Settings) {
  const who = textSetting(env, 'CHATDOCK_TITLES') ?? 'text';
  if (who === 'text') return undefined;
  if (who === 'model') return titleFromModel;
  throw new SettingError(
    `CHATDOCK_TITLES is "${who}". Write text (the first sentence of the first message) or model (one more call per thread).`,
  );
}
