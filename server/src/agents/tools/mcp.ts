/** Tools from MCP servers, configured by the same file format as in other MCP clients. */
import { connectMcpServers, MCPServerStdio, MCPServerStreamableHttp, type MCPServer } from '@openai/agents';
import * as z from 'zod';
import type { ServerLog } from '../../core/telemetry/log.ts';

const stdioSchema = z.object({
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).optional(),
  cwd: z.string().optional(),
});
const httpSchema = z.object({
  url: z.url({ protocol: /^https?$/u }),
  headers: z.record(z.string(), z.string()).default({}),
});

/** `{ "mcpServers": { "name": { "command": … } or { "url": … } } }`: what `CHATDOCK_MCP` names. */
export const mcpConfigSchema = z.object({ mcpServers: z.record(z.string(), z.union([stdioSchema, httpSchema])) });

/** Connections to MCP servers, as `connectMcp` returns them. Pass `servers` to `AgentServer` as `mcpServers`. */
export interface McpTools {
  /** The servers that can be used now. One that is down is left out, and retried from time to time. */
  servers(): readonly MCPServer[];
  close(): Promise<void>;
}

const RETRY_MS = 30_000;
const CONNECT_MS = 15_000;

/**
 * Starts or connects to the servers. `${NAME}` in their settings is replaced from `env`, so that secrets stay out of
 * the file. A server that cannot be reached is logged; the others work.
 */
export async function connectMcp(
  config: z.infer<typeof mcpConfigSchema>,
  { env, log }: { env: Readonly<Record<string, string | undefined>>; log: ServerLog },
): Promise<McpTools> {
  const servers = Object.entries(config.mcpServers).map(([name, settings]) => toServer(name, settings, env));
  const managed = await connectMcpServers(servers, {
    dropFailed: true,
    strict: false,
    connectInParallel: true,
    connectTimeoutMs: CONNECT_MS,
  });
  let triedAt = Date.now();
  const report = () => {
    for (const server of managed.failed)
      log.warn(
        { server: server.name, err: managed.errors.get(server) },
        'An MCP server in CHATDOCK_MCP cannot be reached. Its tools are missing until it answers.',
      );
  };
  report();
  return {
    servers() {
      if (managed.failed.length > 0 && Date.now() - triedAt > RETRY_MS) {
        triedAt = Date.now();
        managed
          .reconnect({ failedOnly: true })
          .then(report, (cause: unknown) => log.warn({ err: cause }, 'Reconnecting to the MCP servers failed.'));
      }
      return managed.active;
    },
    close: () => managed.close(),
  };
}

function toServer(
  name: string,
  settings: z.infer<typeof stdioSchema> | z.infer<typeof httpSchema>,
  env: Readonly<Record<string, string | undefined>>,
): MCPServer {
  const fill = (text: string) => text.replaceAll(/\$\{(\w+)\}/gu, (_, variable: string) => env[variable] ?? '');
  const fillAll = (record: Record<string, string>) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fill(value)]));
  // Tools are listed once. If a server becomes unavailable later, a call fails with an error for the model, and the
  // turn continues.
  const common = { name, cacheToolsList: true };
  if ('url' in settings)
    return new MCPServerStreamableHttp({
      ...common,
      url: settings.url,
      requestInit: { headers: fillAll(settings.headers) },
    });
  const { command, args, cwd } = settings;
  return new MCPServerStdio({
    ...common,
    command,
    args: args.map(fill),
    ...(settings.env !== undefined && { env: fillAll(settings.env) }),
    ...(cwd !== undefined && { cwd }),
  });
}
