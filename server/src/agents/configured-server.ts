/** The ChatKit server that the environment asks for: what the ready-to-run process serves. */
import type { RequestContext } from '../core/context.ts';
import type { ChatKitServer } from '../core/server.ts';
import type { ServerLog } from '../core/log.ts';
import type { AttachmentStore, Store } from '../core/store.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { DemoServer } from './demo-server.ts';

export interface ConfiguredServerParts<Context extends RequestContext> {
  /** Settings by name, as `process.env` has them. */
  env: Readonly<Record<string, string | undefined>>;
  store: Store<Context>;
  attachmentStore?: AttachmentStore<Context> | undefined;
  log?: ServerLog | undefined;
  telemetry?: Telemetry | undefined;
}

export interface ConfiguredServer<Context extends RequestContext> {
  server: ChatKitServer<Context>;
  /** One line for the operator: who answers. */
  description: string;
  /** Ends what was started for the agents (watchers, tool servers). Close `server` first. */
  close(): Promise<void>;
}

/** Builds the agents and the server around them. Errors: throws a sentence that says which setting to mend. */
export async function createConfiguredServer<Context extends RequestContext>({
  env,
  store,
  attachmentStore,
  log,
  telemetry,
}: ConfiguredServerParts<Context>): Promise<ConfiguredServer<Context>> {
  const server = new DemoServer<Context>({ store, attachmentStore, log, telemetry, pace: demoPace(env) });
  return { server, description: 'the demo agent (set CHATDOCK_MODEL to talk to a model)', close: async () => {} };
}

function demoPace(env: Readonly<Record<string, string | undefined>>) {
  const value = env['CHATDOCK_DEMO_DELAY_MS'];
  if (value === undefined || value === '') return {};
  const textMs = Number(value);
  if (!Number.isFinite(textMs) || textMs < 0) throw new Error(`CHATDOCK_DEMO_DELAY_MS is "${value}", which is not a number of milliseconds. Use 0 or more, or leave it out.`);
  return { textMs, stepMs: textMs * 20 };
}
