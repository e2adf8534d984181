/** Converts a visitor's files and mentions for the model, for servers that are configured instead of programmed. */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { HiddenContextItem, UserMessageTagContent } from '@chatdock/protocol/thread/items';
import { addAbortSignal, type Readable } from 'node:stream';
import type { AttachmentReads } from '../bridge/input/attachment-reads.ts';
import { ThreadItemConverter, type InputPart } from '../bridge/input/to-agent-input.ts';

/** Opens a file; null if its bytes no longer exist. */
export type OpenFile = (
  attachmentId: string,
  options: { signal: AbortSignal },
) => Promise<{ sizeBytes: number; stream: Readable } | null>;

const PICTURES = /^image\/(?:png|jpeg|webp|gif)$/u;
const TEXTS = /^text\/|^application\/(?:json|xml|x-yaml|yaml)$/u;
const MAX_PICTURE_BYTES = 5 * 1024 * 1024;
const MAX_TEXT_CHARS = 40_000;
/** A character has at most four bytes in UTF-8. One more byte shows that the text is longer. */
const MAX_TEXT_BYTES = MAX_TEXT_CHARS * 4 + 1;

/** The model receives pictures as images, text files as text, and only the names of other files. */
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
    if (isPicture) {
      const image = await readDataURL(found.stream, type, reads.signal);
      return { type: 'input_image', image, detail: 'auto' };
    }
    const bytes = await readStart(found.stream, wanted, reads.signal);
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

/**
 * A whole stream as a `data:` address. It is encoded piece by piece, so that the raw bytes are never all in memory.
 * @throws AbortError when `signal` aborts, whatever the stream waits for
 */
async function readDataURL(stream: Readable, type: string, signal: AbortSignal): Promise<string> {
  const pieces = [`data:${type};base64,`];
  let rest = Buffer.alloc(0);
  for await (const chunk of piecesOf(stream, signal)) {
    const bytes = rest.byteLength > 0 ? Buffer.concat([rest, chunk]) : chunk;
    // Three bytes become four letters, so remaining bytes begin the next piece.
    const end = bytes.byteLength - (bytes.byteLength % 3);
    pieces.push(bytes.toString('base64', 0, end));
    rest = Buffer.from(bytes.subarray(end));
  }
  pieces.push(rest.toString('base64'));
  return pieces.join('');
}

/** The first `count` bytes of a stream. @throws AbortError as above */
async function readStart(stream: Readable, count: number, signal: AbortSignal): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of piecesOf(stream, signal)) {
    pieces.push(chunk);
    size += chunk.byteLength;
    if (size >= count) break;
  }
  return Buffer.concat(pieces).subarray(0, count);
}

/** A stream of bytes yields Buffers or Uint8Arrays, but the type of Readable says neither. */
async function* piecesOf(stream: Readable, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of addAbortSignal(signal, stream) as AsyncIterable<Uint8Array>)
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
