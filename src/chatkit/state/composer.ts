/** The composer's side of the state: what is being written, with what attached, and what survives a reload. */
import type { Attachment as PublicAttachment, OpenAIChatKit } from '@openai/chatkit';
import type { Attachment } from '@chatdock/protocol/attachments';
import type { UserMessageInput } from '@chatdock/protocol/requests';
import { toJson } from '@chatdock/protocol/to-json';
import { toUserMessageInput } from '@chatdock/protocol/user-input';
import { isBlank, toContent, toWire, type Content } from '../composer/content.ts';
import { emptyComposer, type ChatState, type ComposerState, type DraftAttachment } from './chat-state.ts';
import type { Context } from './context.ts';
import { ChatKitError } from './errors.ts';
import { toChatKitError } from './failure.ts';
import { isAccepted, maxSizeFor } from './options.ts';
import { readSent, sentMessage, type SentMessage } from './sent-message.ts';

export type ComposerPart = ReturnType<typeof createComposer>;

type ComposerValue = Parameters<OpenAIChatKit['setComposerValue']>[0];

export function createComposer(context: Context) {
  const { store, emit, storage } = context;
  const uploads = new Map<string, AbortController>();
  /** The files of drafts that are not on screen: they go on uploading. A reload loses them. */
  const parked = new Map<string, readonly DraftAttachment[]>();
  let draftKey = draftKeyOf(null);
  /** Before the first one is opened there is nothing to keep, and what an earlier page has kept must stay. */
  let hasDraft = false;
  /** What an earlier page has sent, until it is known what became of it. */
  let sought: SentMessage | null = null;
  let keys = 0;

  const update = (patch: Partial<ComposerState>) => store.set({ composer: { ...store.get().composer, ...patch } });

  function write(content: Content) {
    update({ content });
    saveDraft();
  }

  /** Puts content into the text field from outside it. */
  function replace(content: Content) {
    update({ content, revision: store.get().composer.revision + 1 });
    saveDraft();
  }

  /** Keeps what may not be on the server, and is lost with the page otherwise: messages that could not be sent or are on their way, and what is being written. */
  function saveDraft() {
    const { composer, unsent, thread } = store.get();
    // The chat has left the page: what was on its way has most likely arrived, and the page may have another visitor.
    if (!hasDraft || context.signal().aborted) return;
    const failed = Object.values(unsent).filter(({ failure }) => failure !== null);
    const content = joinLines([...failed.map(({ input }) => input.content), composer.content]);
    const quote = composer.quote || (failed.find(({ input }) => input.quoted_text)?.input.quoted_text ?? '');
    const sent = sought ?? sentMessage(unsent, thread.items);
    storage.write(
      draftKey,
      isBlank(content) && quote === '' && !sent ? null : toJson({ content, quote, ...(sent && { sent }) }),
    );
  }

  /**
   * Each thread has a draft of its own; so has the conversation that has not begun. Called before the last one is left.
   *
   * @returns a message that was on its way in it; kept until `settleSent`.
   */
  function openDraft(threadId: string | null): SentMessage | null {
    saveDraft();
    parked.set(draftKey, store.get().composer.attachments);
    hasDraft = true;
    draftKey = draftKeyOf(threadId);
    const { sent, ...draft } = readDraft(storage.read(draftKey));
    sought = sent;
    update({ ...draft, attachments: parked.get(draftKey) ?? [], revision: store.get().composer.revision + 1 });
    return sought;
  }

  /** It has turned out what became of the message that `openDraft` gave. */
  function settleSent() {
    sought = null;
    saveDraft();
  }

  /** A conversation has got its name: what is written from now on belongs to it. */
  function moveDraft(threadId: string) {
    storage.write(draftKey, null);
    draftKey = draftKeyOf(threadId);
    saveDraft();
  }

  function setQuote(quote: string) {
    update({ quote });
    saveDraft();
  }

  function setTool(toolId: string | null, source = 'toolMenu') {
    if (store.get().composer.toolId === toolId) return;
    update({ toolId });
    emit('chatkit.tool.change', { toolId });
    context.log('composer.tool.select', { toolId, source });
  }

  const setModel = (modelId: string) => update({ modelId });

  /** Adds files that pass every limit; says of each other one why not. */
  function addFiles(files: readonly File[]): Promise<void> {
    const { attachments: limits } = store.get().options.composer;
    if (!limits.enabled) return Promise.resolve();
    const accepted: File[] = [];
    for (const file of files) {
      const fault = findFileFault(file, store.get(), accepted.length);
      if (fault) {
        context.toast(fault.key, fault.params);
        context.report(new ChatKitError('FileAttachmentError', fault.message));
      } else accepted.push(file);
    }
    return Promise.all(accepted.map(addFile)).then(() => undefined);
  }

  async function addFile(file: File): Promise<void> {
    keys += 1;
    const key = `file-${keys}`;
    const abort = new AbortController();
    uploads.set(key, abort);
    const signal = AbortSignal.any([abort.signal, context.signal()]);
    update({
      attachments: [
        ...store.get().composer.attachments,
        { key, name: file.name, mimeType: file.type, status: 'uploading', progress: null, attachment: null, file },
      ],
    });
    try {
      // Uploading reads and checks the server's answers: it comes with the rest of the wire.
      const { uploadFile } = await import('./attachments.ts');
      const attachment = await uploadFile({
        context,
        file,
        signal,
        onProgress: (patch) => patchAttachment(key, patch),
      });
      patchAttachment(key, { status: 'ready', progress: 1, attachment });
    } catch (cause) {
      drop(key);
      if (signal.aborted) return;
      context.toast('composer.attachment.failed', { name: file.name });
      context.report(toChatKitError(cause, 'FileAttachmentError', `${file.name} could not be uploaded`));
    } finally {
      uploads.delete(key);
    }
  }

  /** In whichever draft the file is. */
  function changeAttachments(change: (drafts: readonly DraftAttachment[]) => readonly DraftAttachment[]) {
    for (const [key, drafts] of parked) parked.set(key, change(drafts));
    update({ attachments: change(store.get().composer.attachments) });
  }

  const patchAttachment = (key: string, patch: Partial<DraftAttachment>) =>
    changeAttachments((drafts) => drafts.map((draft) => (draft.key === key ? { ...draft, ...patch } : draft)));

  const drop = (key: string) => changeAttachments((drafts) => drafts.filter((draft) => draft.key !== key));

  /** Takes a file out again; what the server already has of it is deleted there. */
  async function removeAttachment(key: string): Promise<void> {
    const draft = store.get().composer.attachments.find((candidate) => candidate.key === key);
    uploads.get(key)?.abort();
    drop(key);
    if (!draft?.attachment || !draft.file) return;
    try {
      const client = await context.client();
      await client.request(
        { type: 'attachments.delete', params: { attachment_id: draft.attachment.id } },
        { signal: context.signal() },
      );
    } catch (cause) {
      context.report(
        toChatKitError(
          cause,
          'FileAttachmentError',
          `${draft.name} is out of the message but may remain on the server`,
        ),
      );
    }
  }

  /** What would be sent now; null while there is nothing to send or a file is still on its way. */
  function compose(): { input: UserMessageInput; attachments: Attachment[] } | null {
    const { composer } = store.get();
    const attachments = composer.attachments.flatMap(({ status, attachment }) =>
      status === 'ready' && attachment ? [attachment] : [],
    );
    if (attachments.length < composer.attachments.length || (isBlank(composer.content) && attachments.length === 0))
      return null;
    return {
      input: toUserMessageInput({
        content: toWire(composer.content),
        attachmentIds: attachments.map(({ id }) => id),
        quotedText: composer.quote,
        toolChoiceId: composer.toolId ?? undefined,
        model: selectedModel(store.get()) ?? undefined,
      }),
      attachments,
    };
  }

  /** The message is on its way: the field is empty again; a tool that does not persist is let go. */
  function clear() {
    const { options, composer } = store.get();
    const tool = options.composer.tools.find(({ id }) => id === composer.toolId);
    update({ ...emptyComposer, revision: composer.revision + 1, modelId: composer.modelId, toolId: composer.toolId });
    saveDraft();
    if (tool && !tool.persistent) setTool(null, 'submit');
  }

  /** The public method: what is not mentioned stays as it is. */
  async function setValue({
    text,
    content,
    reply,
    attachments,
    files,
    selectedToolId,
    selectedModelId,
  }: ComposerValue): Promise<void> {
    if (content !== undefined || text !== undefined) replace(toContent({ text, content }));
    if (reply !== undefined) setQuote(reply);
    if (attachments !== undefined) {
      for (const { key } of store.get().composer.attachments) uploads.get(key)?.abort();
      update({ attachments: attachments.map(toDraft) });
    }
    if (selectedToolId !== undefined) setTool(selectedToolId, 'method');
    if (selectedModelId !== undefined) setModel(selectedModelId);
    if (files !== undefined) await addFiles(files);
  }

  const toDraft = (attachment: PublicAttachment): DraftAttachment => {
    keys += 1;
    return {
      key: `given-${keys}`,
      name: attachment.name,
      mimeType: attachment.mime_type,
      status: 'ready',
      progress: 1,
      attachment,
      file: null,
    };
  };

  /** Options may have taken away what was chosen. */
  function fitOptions() {
    const { options, composer } = store.get();
    if (composer.toolId !== null && !options.composer.tools.some(({ id }) => id === composer.toolId))
      setTool(null, 'options');
    if (composer.modelId !== null && !options.composer.models.some(({ id }) => id === composer.modelId))
      update({ modelId: null });
  }

  return {
    write,
    replace,
    openDraft,
    settleSent,
    moveDraft,
    saveDraft,
    setQuote,
    setTool,
    setModel,
    addFiles,
    removeAttachment,
    compose,
    clear,
    setValue,
    fitOptions,
  };
}

const joinLines = (texts: readonly Content[]): Content =>
  texts
    .filter((text) => !isBlank(text))
    .reduce(
      (joined, text) => (joined.length === 0 ? text : [...joined, { type: 'input_text', text: '\n' }, ...text]),
      [],
    );

const draftKeyOf = (threadId: string | null) => `draft:${threadId ?? 'new'}`;

function readDraft(stored: string | null): Pick<ComposerState, 'content' | 'quote'> & { sent: SentMessage | null } {
  try {
    const { content, quote, sent }: { content?: unknown; quote?: unknown; sent?: unknown } =
      JSON.parse(stored ?? '{}') ?? {};
    return {
      content: Array.isArray(content) ? content.filter(isPart) : [],
      quote: typeof quote === 'string' ? quote : '',
      sent: readSent(sent),
    };
  } catch {
    return { content: [], quote: '', sent: null };
  }
}

function isPart(part: unknown): part is Content[number] {
  if (
    typeof part !== 'object' ||
    part === null ||
    !('type' in part) ||
    !('text' in part) ||
    typeof part.text !== 'string'
  )
    return false;
  return part.type === 'input_text' || (part.type === 'input_tag' && 'id' in part && typeof part.id === 'string');
}

/** The model in view: the visitor's choice, else the one marked default, else the first that can be chosen. */
export function selectedModel({ options, composer }: Pick<ChatState, 'options' | 'composer'>): string | null {
  const { models } = options.composer;
  if (composer.modelId !== null) return composer.modelId;
  return (
    (models.find((model) => model.default && !model.disabled) ?? models.find((model) => !model.disabled))?.id ?? null
  );
}

interface FileFault {
  key: 'composer.attachment.tooMany' | 'composer.attachment.tooLarge' | 'composer.attachment.wrongType';
  params: Record<string, string | number>;
  message: string;
}

function findFileFault(file: File, { options, composer, language }: ChatState, accepted: number): FileFault | null {
  const { accept, maxCount, maxSize } = options.composer.attachments;
  if (composer.attachments.length + accepted >= maxCount) {
    return {
      key: 'composer.attachment.tooMany',
      params: { count: maxCount },
      message: `${file.name} was not added: a message carries at most ${maxCount} files.`,
    };
  }
  if (!isAccepted(file, accept)) {
    return {
      key: 'composer.attachment.wrongType',
      params: { name: file.name },
      message: `${file.name} was not added: its type (${file.type || 'unknown'}) is not in \`accept\`.`,
    };
  }
  const limit = maxSizeFor(file.type, maxSize);
  if (file.size > limit) {
    return {
      key: 'composer.attachment.tooLarge',
      params: { name: file.name, limit: formatBytes(limit, language.locale) },
      message: `${file.name} was not added: it has ${file.size} bytes, more than the limit of ${limit}.`,
    };
  }
  return null;
}

function formatBytes(bytes: number, locale: string): string {
  const [value, unit] = bytes >= 1024 * 1024 ? [bytes / 1024 / 1024, 'megabyte'] : [bytes / 1024, 'kilobyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
    value,
  );
}
