/** What a model sees of the files and mentions of a visitor, for servers that are configured and not programmed. */
import type { Attachment } from '@chatdock/protocol/attachments';
import type { HiddenContextItem, UserMessageTagContent } from '@chatdock/protocol/items';
import { ThreadItemConverter, type InputPart } from './bridge/to-agent-input.ts';

/** The bytes of a file; null when they are gone. */
export type ReadAttachment = (attachment: Attachment) => Promise<Uint8Array | null>;

const PICTURES = /^image\/(?:png|jpeg|webp|gif)$/u;
const TEXTS = /^text\/|^application\/(?:json|xml|x-yaml|yaml)$/u;
const MAX_PICTURE_BYTES = 5 * 1024 * 1024;
const MAX_TEXT_CHARS = 40_000;

/** Pictures are shown to the model, texts are read to it, other files are named. */
export class SiteConverter extends ThreadItemConverter {
  readonly #read: ReadAttachment | undefined;

  constructor(read?: ReadAttachment) {
    super();
    this.#read = read;
  }

  override async attachmentToPart(attachment: Attachment): Promise<InputPart> {
    const named = `The user attached the file “${attachment.name}” (${attachment.mime_type})`;
    const isPicture = PICTURES.test(attachment.mime_type);
    if (!isPicture && !TEXTS.test(attachment.mime_type))
      return { type: 'input_text', text: `${named}. Its content cannot be read here; say so if it matters.` };
    const bytes = await this.#read?.(attachment);
    if (bytes === undefined || bytes === null)
      return { type: 'input_text', text: `${named}. Its content is not available.` };
    if (isPicture) {
      if (bytes.byteLength > MAX_PICTURE_BYTES)
        return { type: 'input_text', text: `${named}. The picture is too large to be shown to you.` };
      return {
        type: 'input_image',
        image: `data:${attachment.mime_type};base64,${Buffer.from(bytes).toString('base64')}`,
        detail: 'auto',
      };
    }
    const text = new TextDecoder().decode(bytes);
    const cut = text.length > MAX_TEXT_CHARS ? `${text.slice(0, MAX_TEXT_CHARS)}\n[the rest is left out]` : text;
    return { type: 'input_text', text: `${named}:\n<File>\n${cut}\n</File>` };
  }

  override tagToPart({ text, id, group, data }: UserMessageTagContent): InputPart {
    return { type: 'input_text', text: `${text}: ${JSON.stringify({ id, group, ...data })}` };
  }

  override hiddenContextToInput(item: HiddenContextItem) {
    return super.hiddenContextToInput(
      typeof item.content === 'string' ? item : { ...item, content: JSON.stringify(item.content) },
    );
  }
}
