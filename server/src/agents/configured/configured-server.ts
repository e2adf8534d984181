/** Creates the ChatKit server that the environment configures, for the ready-to-run process. */
import { REQUEST_LIMITS } from '@chatdock/protocol/requests/limits';
import type { RequestContext } from '../../core/context.ts';
import type { PassageStore } from '../../core/records/passages.ts';
import type { FeedbackRecord, FeedbackStore } from '../../core/records/feedback.ts';
import type { ChatKitServer } from '../../core/server.ts';
import { consoleLog, type ServerLog } from '../../core/telemetry/log.ts';
import type { Meter } from '../../core/usage/meter.ts';
import type { MessageLimits } from '../../core/requests/message-limits.ts';
import type { AttachmentStore, Store } from '../../core/store.ts';
import type { Telemetry } from '../../core/telemetry/telemetry.ts';
import { DemoServer } from '../demo/demo-server.ts';
import { DocumentIndex } from '../documents/document-index.ts';
import { SharedDocuments } from '../documents/shared-documents.ts';
import { parseModelAddress, SettingError } from '../providers/address.ts';
import { listSetting, numberSetting, switchSetting, textSetting, type Settings } from './settings.ts';
import type { OpenFile } from './site-converter.ts';
import { createHttpTranscriber, type Transcriber } from '../dictation/transcription.ts';

/** Options of `createConfiguredServer`: settings, stores, and where logs and metrics go. */
export interface ConfiguredServerOptions<Context extends RequestContext> {
  /** Settings by name, as `process.env` has them. `.env.example` describes them all. */
  env: Settings;
  store: Store<Context>;
  /** With `blobs` (as HostedAttachments has), the model can see pictures and read texts that visitors attach. */
  attachmentStore?: AttachmentStore<Context> | undefined;
  feedback?: FeedbackStore | undefined;
  /** Stores the index of the documents for several processes, unless `CHATDOCK_DOCS_INDEX` names a file. */
  passages?: PassageStore | null | undefined;
  /** Called with every rating. */
  onFeedback?: ((record: FeedbackRecord) => void | Promise<void>) | undefined;
  log?: ServerLog | undefined;
  telemetry?: Telemetry | undefined;
  /** Counts what models cost. */
  meter?: Meter | undefined;
}

/** A server that `createConfiguredServer` created from settings, with a description and a function that closes it. */
export interface ConfiguredServer<Context extends RequestContext> {
  server: ChatKitServer<Context>;
  /** One line for the operator that says what answers: a model, an agent or the demo. */
  description: string;
  /** The folder of documents that answers link to, if the process itself must serve them. See `documentsPath`. */
  documentsFolder: string | null;
  /** Stops the watchers and tool servers of the agents. Close `server` first. */
  close(): Promise<void>;
}

/** The path at which the process serves the documents, unless `CHATDOCK_DOCS_URL` names another address. */
export const DOCUMENTS_PATH = '/documents';

/** Creates the agents and their server. @throws an error whose message names the setting and the fix */
export async function createConfiguredServer<Context extends RequestContext>({
  env,
  store,
  attachmentStore,
  feedback,
  passages = null,
  onFeedback,
  log = consoleLog,
  telemetry,
  meter,
}: ConfiguredServerOptions<Context>): Promise<ConfiguredServer<Context>> {
  const transcriber = readTranscriber(env);
  const transcriberModel = textSetting(env, 'CHATDOCK_TRANSCRIBE');
  const messageLimits = readMessageLimits(env);
  const documents = await openDocuments(env, passages, log);
  const site = {
    store,
    attachmentStore,
    feedback,
    onFeedback,
    log,
    telemetry,
    meter,
    transcriber,
    transcriberModel,
    messageLimits,
    imageDomains: readImageDomains(env),
    resumable: switchSetting(env, 'CHATDOCK_RESUME', true),
  };
  const documentsFolder =
    documents !== null && textSetting(env, 'CHATDOCK_DOCS_URL') === undefined
      ? (textSetting(env, 'CHATDOCK_DOCS') ?? null)
      : null;
  try {
    if (textSetting(env, 'CHATDOCK_MODEL') === undefined && textSetting(env, 'CHATDOCK_AGENT') === undefined) {
      const server = new DemoServer<Context>({ ...site, documents: documents?.index, pace: demoPace(env) });
      return {
        server,
        description: 'the demo agent (set CHATDOCK_MODEL to talk to a model)',
        documentsFolder,
        close: async () => documents?.close(),
      };
    }
    const { createConfiguredAgent } = await import('./configured-agent.ts');
    const agent = await createConfiguredAgent<Context>({
      env,
      site,
      documents: documents?.index ?? null,
      openFile: fileOpener(attachmentStore),
    });
    const close = async () => {
      await agent.close();
      documents?.close();
    };
    return { server: agent.server, description: agent.description, documentsFolder, close };
  } catch (cause) {
    documents?.close();
    throw cause;
  }
}

function demoPace(env: Settings) {
  const textMs = numberSetting(env, 'CHATDOCK_DEMO_DELAY_MS', { max: 60_000 });
  return textMs === undefined ? {} : { textMs, stepMs: textMs * 20 };
}

async function openDocuments(env: Settings, passages: PassageStore | null, log: ServerLog) {
  const folder = textSetting(env, 'CHATDOCK_DOCS');
  if (folder === undefined) return null;
  const file = textSetting(env, 'CHATDOCK_DOCS_INDEX');
  const pageURL = readPageURL(env) ?? ownDocumentsURL(env);
  const index =
    passages === null || file !== undefined
      ? new DocumentIndex({ folder, file: file ?? 'data/documents.sqlite', pageURL, log })
      : new SharedDocuments({ folder, passages, pageURL, log });
  await index.refresh();
  const stop = switchSetting(env, 'CHATDOCK_DOCS_WATCH', env['NODE_ENV'] !== 'production')
    ? index.watch()
    : () => undefined;
  const close = () => {
    stop();
    index.close();
  };
  return { index, close };
}

/** An absolute address, or a path on the page's own origin. It may contain `{path}` and `{page}`. */
function readPageURL(env: Settings): string | undefined {
  const written = textSetting(env, 'CHATDOCK_DOCS_URL');
  if (written === undefined || written.startsWith('/') || /^https?:$/u.test(URL.parse(written)?.protocol ?? ''))
    return written;
  throw new SettingError(
    `CHATDOCK_DOCS_URL is "${written}", which is not an address. Write it like https://shop.example/help/{page}, with http or https.`,
  );
}

function ownDocumentsURL(env: Settings): string {
  const host = textSetting(env, 'HOST') ?? '127.0.0.1';
  const origin =
    textSetting(env, 'CHATDOCK_PUBLIC_URL') ??
    `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${textSetting(env, 'PORT') ?? '8787'}`;
  return `${origin.replace(/\/+$/u, '')}${DOCUMENTS_PATH}/`;
}

/** `CHATDOCK_TRANSCRIBE` is an address like `CHATDOCK_MODEL`; dictation is off until it is set. */
function readTranscriber(env: Settings): Transcriber | undefined {
  const written = textSetting(env, 'CHATDOCK_TRANSCRIBE');
  if (written === undefined) return undefined;
  const { baseURL, apiKey, model } = parseModelAddress(written, env, 'CHATDOCK_TRANSCRIBE');
  return createHttpTranscriber({
    baseURL,
    apiKey,
    model,
    maxSeconds: numberSetting(env, 'CHATDOCK_TRANSCRIBE_SECONDS', { min: 1, max: 86_400 }),
  });
}

/** Opens files that the attachment store itself keeps. */
function fileOpener(attachmentStore: object | undefined): OpenFile | undefined {
  const blobs: unknown = attachmentStore === undefined ? undefined : Reflect.get(attachmentStore, 'blobs');
  if (typeof blobs !== 'object' || blobs === null || !('read' in blobs)) return undefined;
  // HostedAttachments has a BlobStore there. The agents may not import it, so the cast names the members that they
  // need.
  return (id, options) => (blobs as { read: OpenFile }).read(id, options);
}

/** Hosts of pictures; undefined if the visitor is asked. */
function readImageDomains(env: Settings): string[] | undefined {
  const names = listSetting(env, 'CHATDOCK_IMAGE_DOMAINS');
  if (names.length === 0) return undefined;
  if (names.join() === 'none') return [];
  for (const name of names) {
    const host = name.replace(/^\*\./u, '');
    if (!/^[a-z0-9.-]+$/u.test(host) || URL.parse(`https://${host}`)?.hostname !== host)
      throw new SettingError(
        `CHATDOCK_IMAGE_DOMAINS has "${name}", which is not a host. Write it like img.example or *.example, in small letters, without https:// and without a path.`,
      );
  }
  return names;
}

function readMessageLimits(env: Settings): MessageLimits {
  return {
    maxAttachments: numberSetting(env, 'CHATDOCK_MAX_ATTACHMENTS', { max: 100 }),
    maxMessageChars: numberSetting(env, 'CHATDOCK_MAX_MESSAGE_CHARS', { min: 1, max: REQUEST_LIMITS.messageText }),
  };
}
