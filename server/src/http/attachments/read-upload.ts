/** Streams the file of a request, from a multipart form or from the body itself. */
import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { HttpError } from '../../core/errors.ts';

interface IncomingFile {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly name: string;
  readonly mimeType: string;
}

/**
 * Passes the form's field `file` to `accept` while it arrives; the form is never held in memory. The file's stream ends
 * only when the whole form has arrived. An interrupted form makes it fail, so that a partial file is never accepted.
 * @throws HttpError 400 if the field is missing or the form is broken; any error of `accept`
 */
export async function readMultipartFile<Result>(
  req: IncomingMessage,
  accept: (file: IncomingFile) => Promise<Result>,
): Promise<Result> {
  const form = openForm(req);
  const formEnded = endOf(req, form);
  let accepting: Promise<Result> | undefined;
  // The parser's types promise a file name, but a part may lack one.
  form.on('file', (field, bytes, name: string | undefined, _encoding, mimeType) => {
    // The form reports the same error; an unhandled stream error would end the process.
    bytes.on('error', () => undefined);
    if (field !== 'file' || accepting) {
      bytes.resume();
      return;
    }
    accepting = accept({ bytes: wholeFile(bytes, formEnded), name: name ?? '', mimeType });
    // The form may be refused before it ends. Keep reading, so that the client gets the answer.
    accepting.catch(() => bytes.resume());
  });
  req.pipe(form);
  await formEnded.catch(() => undefined);
  if (accepting) return await accepting;
  await formEnded;
  throw new HttpError(400, 'no_file', 'The form has no file in a field named "file".');
}

/** Resolves when the form is complete. Rejects if it is broken or the connection closes first. */
async function endOf(req: IncomingMessage, form: BusboyInstance): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (cause?: unknown) =>
    reject(
      new HttpError(400, 'broken_form', 'The upload was interrupted, or it isn’t a valid multipart form.', { cause }),
    );
  // Keep the listener, because the parser may fire further errors.
  form.on('error', fail);
  form.on('finish', resolve);
  req.on('error', fail);
  req.on('close', () => req.complete || fail());
  await promise;
}

async function* wholeFile(
  bytes: BusboyFileStream,
  formEnded: Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const cut = formEnded.then(() => new Promise<never>(() => undefined));
  const iterator = bytes.iterator({ destroyOnReturn: false });
  try {
    for (
      let next = await Promise.race([iterator.next(), cut]);
      !next.done;
      next = await Promise.race([iterator.next(), cut])
    )
      yield next.value;
  } finally {
    // Not awaited, because during a read it would wait for bytes that may never arrive.
    iterator.return?.().catch(() => undefined);
  }
  await formEnded;
}

function openForm(req: IncomingMessage) {
  try {
    return new Busboy({
      headers: { ...req.headers, 'content-type': req.headers['content-type'] ?? '' },
      isPartAFile: (field) => field === 'file',
      limits: { files: 1, fields: 10, fieldSize: 1024, parts: 11, headerPairs: 20 },
    });
  } catch (cause) {
    throw new HttpError(400, 'broken_form', 'The upload isn’t a valid multipart form.', { cause });
  }
}

export const isMultipart = (req: IncomingMessage): boolean =>
  /^multipart\/form-data\b/i.test(req.headers['content-type'] ?? '');
