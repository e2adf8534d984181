/** The server with a real model behind it, from settings. Loaded only when one is configured: the Agents SDK is large. */
import type { Tool } from '@openai/agents';
import type { RequestContext } from '../../core/context.ts';
import type { AgentContext } from '../agent-context.ts';
import { type AgentSource, loadAgentFile, modelNamesOf } from '../agent-file/load-agent-file.ts';
import { AgentServer, DEFAULT_MAX_OUTPUT_TOKENS } from '../agent-server.ts';
import type { ReadLimits } from '../bridge/input/attachment-reads.ts';
import { consoleLog } from '../../core/telemetry/log.ts';
import { noTelemetry } from '../../core/telemetry/telemetry.ts';
import { SEARCH_INSTRUCTIONS, searchTool } from '../documents/search-tool.ts';
import type { DocumentSearch } from '../documents/search.ts';
import { FileAgentServer } from '../agent-file/file-agent-server.ts';
import { addressOfName, createModelChooser, NO_MODEL } from '../providers/model-chooser.ts';
import { parseModelAddress, parseModelAddresses, SettingError } from '../providers/address.ts';
import { FallbackModel, type FallbackLimits } from '../providers/fallback/fallback-model.ts';
import { checkModels } from '../providers/model-list.ts';
import { spendFor } from '../providers/spend.ts';
import { fileSetting, jsonSetting, listSetting, numberSetting, textSetting, type Settings } from './settings.ts';
import { SiteConverter, type OpenFile } from './site-converter.ts';
import type { SiteServerOptions } from './site-server.ts';
import { titleFromModel } from '../titles.ts';
import { clientTool, clientToolsSchema } from '../tools/client-tool.ts';
import { connectMcp, mcpConfigSchema, type McpTools } from '../tools/mcp.ts';

interface ConfiguredAgentDeps<Context extends RequestContext> {
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
}: ConfiguredAgentDeps<Context>) {
  const { log = consoleLog, telemetry = noTelemetry } = site;
  const agentPath = textSetting(env, 'CHATDOCK_AGENT');
  const source = agentPath === undefined ? null : await loadAgentFile(agentPath, env);
  const models = readModels(env, source);
  const limits = readLimits(env);
  const chooseModel = createModelChooser({
    ...models,
    env,
    log,
    create: (choices) => new FallbackModel({ choices, log, telemetry, limits }),
  });

  // Runs in the background, because a provider's list must not affect the start or the readiness of the server.
  void checkModels(models.all, { log, telemetry });

  const clientTools = jsonSetting(env, 'CHATDOCK_CLIENT_TOOLS', clientToolsSchema) ?? [];
  const mcpConfig = jsonSetting(env, 'CHATDOCK_MCP', mcpConfigSchema);
  const mcp: McpTools | null = mcpConfig === undefined ? null : await connectMcp(mcpConfig, { env, log });
  const tools: Tool<AgentContext>[] = [
    ...(documents === null ? [] : [searchTool(documents)]),
    ...clientTools.map(clientTool),
  ];
  const maxOutputTokens =
    numberSetting(env, 'CHATDOCK_MAX_OUTPUT_TOKENS', { min: 16, max: 10_000_000 }) ?? DEFAULT_MAX_OUTPUT_TOKENS;
  const spend = (context: RequestContext) => site.meter && spendFor(site.meter, context, maxOutputTokens);
  const common = {
    ...site,
    log,
    telemetry,
    maxTurns: numberSetting(env, 'CHATDOCK_MAX_TURNS', { min: 1, max: 1000 }),
    maxOutputTokens,
    composerTools: readComposerTools(env, [
      ...tools,
      ...(source === null || typeof source === 'function' ? [] : source.tools),
    ]),
    tools,
    clientTools: clientTools.map(({ name }) => name),
    pageTools: readPageToolNames(env),
    mcpServers: mcp === null ? undefined : () => mcp.servers(),
    converter: new SiteConverter(openFile),
    contextTokens: numberSetting(env, 'CHATDOCK_CONTEXT_TOKENS', { min: 500, max: 10_000_000 }),
    fileMemory: readFileMemory(env),
    titles: readTitles(env, models.primary !== undefined || models.names.length > 0),
  };
  const own = textSetting(env, 'CHATDOCK_INSTRUCTIONS') ?? fileSetting(env, 'CHATDOCK_INSTRUCTIONS_FILE');
  const search = documents === null ? '' : SEARCH_INSTRUCTIONS;
  const server =
    source === null
      ? new AgentServer<Context>({
          ...common,
          model: (pick, turn, context) => chooseModel({ pick }, turn, spend(context)),
          instructions: [own ?? INSTRUCTIONS, search].filter(Boolean).join('\n\n'),
        })
      : new FileAgentServer<Context>({
          ...common,
          source,
          modelNamed: (name, pick, turn, context) => chooseModel({ name, pick }, turn, spend(context)),
          addedInstructions: [own ?? '', search].filter(Boolean).join('\n\n'),
        });
  const labels = [...(source === null ? [] : [`the agent in ${agentPath}`]), ...models.described];
  return { server, description: labels.join(', then '), close: async () => mcp?.close() };
}

/** Errors: throws SettingError for an entry that is neither a name nor a prefix followed by `*`. */
function readPageToolNames(env: Settings): string[] {
  const names = listSetting(env, 'CHATDOCK_PAGE_TOOLS');
  const wrong = names.find((name) => !/^[\w-]{0,64}\*?$/u.test(name));
  if (wrong !== undefined)
    throw new SettingError(
      `CHATDOCK_PAGE_TOOLS names "${wrong}". Write names of page functions such as get_cart, or the start of names such as show_*.`,
    );
  return names;
}

/** The models of the settings and of the agent's file. */
function readModels(env: Settings, source: AgentSource | null) {
  const written = textSetting(env, 'CHATDOCK_MODEL');
  const primary = written === undefined && source !== null ? undefined : parseModelAddress(written ?? '', env);
  const fallback = parseModelAddresses(env['CHATDOCK_FALLBACK'], env);
  const offered = parseModelAddresses(env['CHATDOCK_MODELS'], env, 'CHATDOCK_MODELS');
  const names = source === null || typeof source === 'function' ? [] : modelNamesOf(source);
  if (names.includes('') && primary === undefined) throw new SettingError(NO_MODEL);
  const named = names.filter(Boolean).map((name) => addressOfName(name, env));
  return {
    primary,
    fallback,
    offered,
    names,
    all: [...(primary ? [primary] : []), ...fallback, ...offered, ...named],
    described: [...(primary && source === null ? [primary] : []), ...fallback].map(({ label }) => label),
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

function readTitles(env: Settings, hasModel: boolean) {
  const who = textSetting(env, 'CHATDOCK_TITLES') ?? 'text';
  if (who === 'text') return undefined;
  if (who === 'model' && !hasModel)
    throw new SettingError(
      'CHATDOCK_TITLES is "model", but no model is configured to write titles. Set CHATDOCK_MODEL.',
    );
  if (who === 'model') return titleFromModel;
  throw new SettingError(
    `CHATDOCK_TITLES is "${who}". Write text (the first sentence of the first message) or model (one more call per thread).`,
  );
}
