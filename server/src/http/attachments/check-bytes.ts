/** Checks the bytes of a file while they arrive: their number, and that the content is of the declared type. */
import { concatenate } from '../../core/http/fetch-handler.ts';
import { HttpError } from '../../core/errors.ts';
import { HEAD_BYTES, matchesDeclared } from './file-types.ts';

interface ByteRules {
  readonly type: string;
  readonly maxBytes: number;
  /** The announced size; undefined if none was announced. */
  readonly sizeBytes: number | undefined;
}

/** Passes bytes on once their beginning matches the type. @throws HttpError for the first rule that they break */
export async function* checkedBytes(
  bytes: AsyncIterable<Uint8Array>,
  { type, maxBytes, sizeBytes }: ByteRules,
): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Uint8Array = new Uint8Array(0);
  let isChecked = false;
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    if (sizeBytes !== undefined && size > sizeBytes) throw wrongSize(sizeBytes);
    if (isChecked) yield chunk;
    else {
      head = concatenate([head, chunk], head.byteLength + chunk.byteLength);
      if (head.byteLength < HEAD_BYTES) continue;
      await requireType(head, type);
      isChecked = true;
      yield head;
    }
  }
  if (size === 0) throw emptyFile();
  if (sizeBytes !== undefined && size !== sizeBytes) throw wrongSize(sizeBytes);
  if (isChecked) return;
  await requireType(head, type);
  yield head;
}

/** Reads the beginning of a stored file. @throws HttpError if it is empty or does not match the type */
export async function requireTypeOf(stream: AsyncIterable<unknown>, type: string): Promise<void> {
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('A file must be given as bytes.');
    head = concatenate([head, chunk], head.byteLength + chunk.byteLength);
    if (head.byteLength >= HEAD_BYTES) break;
  }
  if (head.byteLength === 0) throw emptyFile();
  await requireType(head, type);
}

async function requireType(head: Uint8Array, type: string): Promise<void> {
  if (await matchesDeclared(head.subarray(0, HEAD_BYTES), type)) return;
  throw new HttpError(
    415,
    'type_mismatch',
    `This file’s content doesn’t match its type (${type}), so it wasn’t uploaded.`,
  );
}

export const alreadyUploaded = () => new HttpError(409, 'already_uploaded', 'This file has already been uploaded.');

/** Passes bytes on, and each chunk to `count` before. */
export async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  count: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of bytes) {
    count(chunk);
    yield chunk;
  }
}

export const wrongSize = (expected: number) =>
  new HttpError(
    400,
    'wrong_size',
    `The file does not have the ${expected} bytes that were announced, so it wasn’t stored.`,
  );

export const emptyFile = () => new HttpError(400, 'empty_file', 'This file is empty.');

export const tooLarge = (maxBytes: number) =>
  new HttpError(413, 'too_large', `This file is larger than the limit of ${formatSize(maxBytes)}.`);

export const formatSize = (bytes: number) =>
  bytes >= 1_048_576 ? `${Math.floor(bytes / 1_048_576)} MB` : `${bytes} bytes`;
