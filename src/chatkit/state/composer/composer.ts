/** The draft message: its text, the quoted passage, the chosen tool and the chosen model. */
import type { OpenAIChatKit } from '@openai/chatkit';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { UserMessageInput } from '@chatdock/protocol/requests/requests';
import { toUserMessageInput } from '@chatdock/protocol/requests/user-input';
import { contentLength, isBlank, toContent, toWire, type Content } from '../../composer/editor/content.ts';
import { EMPTY_COMPOSER, selectedModel, updateComposer, type ChatState, type ComposerState } from '../chat-state.ts';
import type { Context } from '../context.ts';
import type { Drafts } from '../messages/drafts.ts';
import type { Uploads } from './uploads.ts';

interface ComposerDeps {
  context: Context;
  drafts: Drafts;
  uploads: Uploads;
}

type ComposerValue = Parameters<OpenAIChatKit['setComposerValue']>[0];

export type Composer = ReturnType<typeof createComposer>;

export function createComposer({ context, drafts, uploads }: ComposerDeps) {
  const { store, emit } = context;
  const update = (patch: Partial<ComposerState>) => updateComposer(store, patch);

  /** Takes over the content of the text field. */
  function write(content: Content) {
    update({ content });
    drafts.save();
  }

  function setQuote(quote: string) {
    update({ quote });
    drafts.save();
  }

  function setTool(toolId: string | null, source = 'toolMenu') {
    if (store.get().composer.toolId === toolId) return;
    update({ toolId });
    emit('chatkit.tool.change', { toolId });
    context.log('composer.tool.select', { toolId, source });
  }

  const setModel = (modelId: string) => update({ modelId });

  /** The message is being sent: empty the field, and unselect a tool that does not persist. */
  function clear() {
    const { options, composer } = store.get();
    const tool = options.composer.tools.find(({ id }) => id === composer.toolId);
    update({
      ...EMPTY_COMPOSER,
      // Refused files that may be accepted later stay; otherwise the visitor would believe that they were sent.
      attachments: composer.attachments.filter(({ fault }) => fault?.canRetry),
      revision: composer.revision + 1,
      modelId: composer.modelId,
      toolId: composer.toolId,
    });
    drafts.save();
    if (tool && !tool.persistent) setTool(null, 'submit');
  }

  /** The public method: members that are not given stay unchanged. */
  async function setValue(value: ComposerValue): Promise<void> {
    const { text, content, reply, attachments, files, selectedToolId, selectedModelId } = value;
    if (content !== undefined || text !== undefined) {
      update({ content: toContent({ text, content }), revision: store.get().composer.revision + 1 });
      drafts.save();
    }
    if (reply !== undefined) setQuote(reply);
    if (attachments !== undefined) uploads.replace(attachments);
    if (selectedToolId !== undefined) setTool(selectedToolId, 'method');
    if (selectedModelId !== undefined) setModel(selectedModelId);
    if (files !== undefined) await uploads.add(files);
  }

  /** New options may no longer have the tool or the model that was chosen. */
  function fitOptions() {
    const { options, composer } = store.get();
    if (composer.toolId !== null && !options.composer.tools.some(({ id }) => id === composer.toolId))
      setTool(null, 'options');
    if (composer.modelId !== null && !options.composer.models.some(({ id }) => id === composer.modelId))
      update({ modelId: null });
  }

  return { write, setQuote, setTool, setModel, clear, setValue, fitOptions };
}

/** The message to send now; null if it is empty or too long, or if a file is still being uploaded. */
export function toMessage(
  state: Pick<ChatState, 'options' | 'composer' | 'limits'>,
): { input: UserMessageInput; attachments: Attachment[] } | null {
  const { composer } = state;
  const attachments = composer.attachments.flatMap(({ status, attachment }) =>
    status === 'ready' && attachment ? [attachment] : [],
  );
  if (contentLength(composer.content) > state.limits.messageChars) return null;
  if (composer.attachments.some(({ status }) => status === 'uploading')) return null;
  if (isBlank(composer.content) && attachments.length === 0) return null;
  return {
    input: toUserMessageInput({
      content: toWire(composer.content),
      attachmentIds: attachments.map(({ id }) => id),
      quotedText: composer.quote,
      toolChoiceId: composer.toolId ?? undefined,
      model: selectedModel(state) ?? undefined,
    }),
    attachments,
  };
}
