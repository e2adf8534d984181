/** The real ChatKit server with a script instead of a model, and memory instead of a database. */
import type { Action } from '@chatdock/protocol/requests/actions';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { UserMessageItem, WidgetItem } from '@chatdock/protocol/thread/items';
import type { AttachmentCreateParams } from '@chatdock/protocol/requests/requests';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { silentLog } from '../../server/src/core/telemetry/log.ts';
import type { RequestContext } from '../../server/src/core/context.ts';
import { generateId } from '../../server/src/core/ids.ts';
import { ChatKitServer } from '../../server/src/core/server.ts';
import type { AttachmentStore } from '../../server/src/core/store.ts';
import { MemoryStore } from '../../server/src/stores/memory.ts';
import { answerAction } from './scenarios.ts';
import { pauseFor, type Script, type ScriptTurn } from './script.ts';

export interface MockContext extends RequestContext {
  /** The absolute URL for uploads. */
  readonly uploadUrl: string;
}

interface ScriptedServerOptions {
  /** Chooses the script of a turn. */
  scriptFor: (text: string) => Script;
  /** The delay between two pieces of an answer, in milliseconds. */
  delayMs: number;
}

/** Files uploaded to the mock, by attachment id. */
class MockAttachments implements AttachmentStore<MockContext> {
  readonly files = new Map<string, Blob>();

  generateAttachmentId(): string {
    return generateId('attachment');
  }

  async createAttachment({ name, mime_type }: AttachmentCreateParams, context: MockContext): Promise<Attachment> {
    const attachment = toAttachment(this.generateAttachmentId(), name, mime_type, context.uploadUrl);
    return {
      ...attachment,
      upload_descriptor: { url: `${context.uploadUrl}/${attachment.id}`, method: 'POST', headers: {} },
    };
  }

  async deleteAttachment(attachmentId: string): Promise<void> {
    this.files.delete(attachmentId);
  }
}

/** The attachment of a file at `uploadUrl`, uploaded or still to be uploaded. */
export function toAttachment(id: string, name: string, mime_type: string, uploadUrl: string): Attachment {
  const common = { id, name, mime_type };
  return mime_type.startsWith('image/')
    ? { ...common, type: 'image', preview_url: `${uploadUrl}/${id}` }
    : { ...common, type: 'file' };
}

export class ScriptedServer extends ChatKitServer<MockContext> {
  readonly attachments: MockAttachments;
  readonly #options: ScriptedServerOptions;

  constructor(options: ScriptedServerOptions) {
    const attachmentStore = new MockAttachments();
    // If turns outlived a broken connection, the chat would join them again and the scenario `cut` would show no fault.
    super({ store: new MemoryStore<MockContext>(), attachmentStore, log: silentLog, resumable: false });
    this.attachments = attachmentStore;
    this.#options = options;
  }

  override async *respond(thread: ThreadMetadata, message: UserMessageItem | null, context: MockContext) {
    const text = textOf(message ?? (await this.#newestMessage(thread, context)));
    if (message && thread.title === undefined) thread.title = text.slice(0, 60) || 'New conversation';
    const toolOutput = message ? undefined : await this.#toolOutput(thread, context);
    yield* this.#options.scriptFor(text)({ ...this.#turn(thread, context), message, text, toolOutput });
  }

  override action(thread: ThreadMetadata, action: Action, sender: WidgetItem | null, context: MockContext) {
    return answerAction({ ...this.#turn(thread, context), action: { action, sender } });
  }

  override async syncAction() {
    return {};
  }

  override async transcribe() {
    return { text: 'The text of your recording would appear here.' };
  }

  #turn(thread: ThreadMetadata, context: MockContext): ScriptTurn {
    return {
      thread,
      message: null,
      text: '',
      action: null,
      toolOutput: undefined,
      newItem: (kind) => ({
        id: this.store.generateItemId(kind, thread, context),
        thread_id: thread.id,
        created_at: new Date().toISOString(),
      }),
      pause: (times = 1) => pauseFor(this.#options.delayMs * times, context.signal),
    };
  }

  /** The message that started a turn. Its script also answers when the turn continues, such as after a client tool. */
  async #newestMessage(thread: ThreadMetadata, context: MockContext): Promise<UserMessageItem | null> {
    const { data } = await this.store.loadThreadItems(thread.id, { limit: 50, order: 'desc' }, context);
    return data.find((item) => item.type === 'user_message') ?? null;
  }

  async #toolOutput(thread: ThreadMetadata, context: MockContext): Promise<unknown> {
    const { data } = await this.store.loadThreadItems(thread.id, { limit: 1, order: 'desc' }, context);
    const [newest] = data;
    return newest?.type === 'client_tool_call' ? (newest.output ?? null) : undefined;
  }
}

const textOf = (message: UserMessageItem | null) => message?.content.map(({ text }) => text).join('') ?? '';
