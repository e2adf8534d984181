/** What a model sees of the files and mentions of a visitor, for servers that are configured and not programmed. */
import type { Attachment } from '../../../src/protocol/attachments.ts';
import type { HiddenContextItem, UserMessageTagContent } from '../../../src/protocol/items.ts';
import { addAbortSignal, type Readable } from 'node:stream';
import type { AttachmentReads } from './bridge/attachment-reads.ts';
import { ThreadItemConverter, type InputPart } from './bridge/to-agent-input.ts';

/** Opens a file; null when its bytes are gone. */
export type OpenFile = (
  attachmentId: string,
  options: { signal: AbortSignal },
) => Promise<{ sizeBytes: number; stream: Readable } | null>;

const PICTURES = /^image\/(?:png|jpeg|webp|gif)$/u;
const TEXTS = /^text\/|^application\/(?:json|xml|x-yaml|yaml)$/u;
const MAX_PICTURE_BYTES = 5 * 1024 * 1024;
const MAX_TEXT_CHARS = 40_000;
/** A character has at most four bytes in UTF-8; one more byte tells that there is more. */
const MAX_TEXT_BYTES = MAX_TEXT_CHARS * 4 + 1;

/** Pictures are shown to the model, texts are read to it, other files are named. */
export class SiteConverter extends ThreadItemConverter {
  readonly #open: OpenFile | undefined;

  constructor(open?: OpenFile) {
    super();
    this.#open = open;
  }

  override async attachmentToPart(attachment: Attachment, reads: AttachmentReads): Promise<InputPart> {
    const { id, name, mime_type: type } = attachment;
    const note = (about: string): InputPart => ({
      type: 'input_text',
      text: `The user attached the file “${name}” (${type})${about}`,
    });
    const isPicture = PICTURES.test(type);
    if (!isPicture && !TEXTS.test(type)) return note('. Its content cannot be read here; say so if it matters.');
    if (!reads.isFirst(id)) return note(', the same as in a later message.');
    await reads.reserve();
    const found = await this.#open?.(id, { signal: reads.signal });
    if (found === undefined || found === null) return note('. Its content is not available.');
    const wanted = isPicture ? found.sizeBytes : Math.min(found.sizeBytes, MAX_TEXT_BYTES);
    const isTooLarge = isPicture && wanted > MAX_PICTURE_BYTES;
    if (isTooLarge || !reads.take(wanted)) {
      found.stream.destroy();
      return isTooLarge
        ? note('. The picture is too large to be shown to you.')
        : note('. It is left out, because this conversation has more files than can be read at once.');
    }
    const bytes = await readBytes(found.stream, wanted, reads.signal);
    if (isPicture)
      return { type: 'input_image', image: `data:${type};base64,${bytes.toString('base64')}`, detail: 'auto' };
    const text = new TextDecoder().decode(bytes);
    const isCut = text.length > MAX_TEXT_CHARS || wanted < found.sizeBytes;
    const cut = isCut ? `${text.slice(0, MAX_TEXT_CHARS)}\n[the rest is left out]` : text;
    return note(`:\n<File>\n${cut}\n</File>`);
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

/** The first `count` bytes of a stream. @throws AbortError when `signal` aborts, whatever the stream waits for */
async function readBytes(stream: Readable, count: number, signal: AbortSignal): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(count);
  let size = 0;
  for await (const chunk of addAbortSignal(signal, stream)) {
    // A stream of bytes gives Uint8Arrays; the type of Readable does not say so.
    const part = (chunk as Uint8Array).subarray(0, count - size);
    bytes.set(part, size);
    size += part.byteLength;
    if (size === count) break;
  }
  return bytes.subarray(0, size);
}
