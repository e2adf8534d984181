/** The one file of a request, as a stream: from a multipart form, or the body itself. */
import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { HttpError } from '../../core/errors.ts';

export interface IncomingFile {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly name: string;
  readonly mimeType: string;
}

/**
 * Gives the form's field `file` to `take` while it arrives; the form is never in memory. The file's bytes end only when
 * the whole form has come: one that breaks off makes them fail, so that half a file is never taken for a whole one.
 * @throws HttpError 400 when there is no such field or the form is broken; whatever `take` throws
 */
export async function readMultipartFile<Result>(
  req: IncomingMessage,
  take: (file: IncomingFile) => Promise<Result>,
): Promise<Result> {
  const form = openForm(req);
  const formEnded = endOf(req, form);
  let taking: Promise<Result> | undefined;
  // The parser's types promise a name; a part without one has none.
  form.on('file', (field, bytes, name: string | undefined, _encoding, mimeType) => {
    // The form's own error says the same, and a stream whose error nobody hears ends the process.
    bytes.on('error', () => undefined);
    if (field !== 'file' || taking) {
      bytes.resume();
      return;
    }
    taking = take({ bytes: wholeFile(bytes, formEnded), name: name ?? '', mimeType });
    // A refusal is known before the form has ended: read on without looking, so that the client gets to read the answer.
    taking.catch(() => bytes.resume());
  });
  req.pipe(form);
  await formEnded.catch(() => undefined);
  if (taking) return await taking;
  await formEnded;
  throw new HttpError(400, 'no_file', 'The form has no file in a field named "file".');
}

/** Resolves when the form is complete. Rejects when it is broken, or the connection ends before it. */
async function endOf(req: IncomingMessage, form: BusboyInstance): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (cause?: unknown) =>
    reject(new HttpError(400, 'broken_form', 'The upload broke off, or is not a valid multipart form.', { cause }));
  // The parser may complain again after its first error: it is listened to for good.
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
    // Not awaited: while a read is under way it would wait for bytes that may never come.
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
    throw new HttpError(400, 'broken_form', 'The upload is not a valid multipart form.', { cause });
  }
}

export const isMultipart = (req: IncomingMessage): boolean =>
  /^multipart\/form-data\b/i.test(req.headers['content-type'] ?? '');
