/** Files over HTTP: direct uploads, the second phase of two-phase uploads, and downloads by their owner. */
import { pipeline } from 'node:stream/promises';
import express, {
  type Request as ExpressRequest,
  type RequestHandler,
  type Response as ExpressResponse,
  type Router,
} from 'express';
import type { RequestContext } from '../../core/context.ts';
import { type CorsOptions, decideCors, preflightHeaders } from '../../core/cors.ts';
import { type Authenticate, errorAnswer } from '../../core/endpoint.ts';
import { HttpError, NotFoundError } from '../../core/errors.ts';
import type { ChatKitServer } from '../../core/server.ts';
import { toWireAttachment } from '../../core/wire.ts';
import { toFetchRequest } from '../chatkit-router.ts';
import { isInertImage } from './file-types.ts';
import type { HostedAttachments, HostedFile } from './hosted-attachments.ts';
import { isMultipart, readMultipartFile } from './read-upload.ts';

export interface AttachmentRouterOptions<Context extends RequestContext> extends CorsOptions {
  readonly authenticate: Authenticate<Context>;
  /** Called before a direct upload is read. Throw HttpError to refuse: 429 for a rate limit. */
  readonly admit?: ((context: Context) => void | Promise<void>) | undefined;
}

const METHODS = ['GET', 'POST', 'PUT'] as const;

/**
 * Mount it where `HostedAttachments` says it is. `POST /` takes a direct upload (multipart, field `file`); `PUT` or
 * `POST /<id>` with the token of an upload descriptor takes the bytes it was made for; `GET /<id>` gives a file to its
 * owner, or to whoever has the token of its preview address.
 *
 * @example
 * const attachments = new HostedAttachments({ blobs: new DiskBlobStore('data/attachments'), secret });
 * const server = new MyServer({ store, attachmentStore: attachments });
 * app.use('/attachments', attachmentRouter(server, attachments, { authenticate }));
 */
export function attachmentRouter<Context extends RequestContext>(
  server: ChatKitServer<Context>,
  attachments: HostedAttachments<Context>,
  options: AttachmentRouterOptions<Context>,
): Router {
  const { authenticate, admit } = options;

  async function upload(req: ExpressRequest, res: ExpressResponse, headers: Headers): Promise<void> {
    const context = await identify(req, headers);
    await admit?.(context);
    if (!isMultipart(req))
      throw new HttpError(415, 'not_multipart', 'Send the file as multipart/form-data in a field named "file".');
    const record = await readMultipartFile(req, async ({ bytes, name, mimeType }) => {
      const type = attachments.checkType(mimeType);
      const id = attachments.generateAttachmentId(type, context);
      await attachments.receive(id, bytes, { type });
      return attachments.toRecord(id, { name, mimeType: type }, context);
    });
    try {
      await server.store.saveAttachment(record, context);
    } catch (cause) {
      await attachments.blobs.delete(record.id);
      throw cause;
    }
    res.setHeaders(headers).json(toWireAttachment(record));
  }

  /** No identity is asked for: the token was given to the owner and names what it allows. */
  async function uploadAnnounced(req: ExpressRequest, res: ExpressResponse, headers: Headers): Promise<void> {
    const id = idOf(req);
    const grant = attachments.readUploadToken(tokenOf(req), id);
    if (!grant)
      throw new HttpError(
        403,
        'upload_expired',
        'This upload address is not valid, or not any more. Attach the file again.',
      );
    if (await attachments.blobs.has(id))
      throw new HttpError(409, 'already_uploaded', 'This file has been uploaded already.');
    const expected = { type: grant.type, sizeBytes: grant.size };
    if (isMultipart(req)) await readMultipartFile(req, ({ bytes }) => attachments.receive(id, bytes, expected));
    else await attachments.receive(id, readBody(req), expected);
    res.setHeaders(headers).status(204).end();
  }

  async function download(req: ExpressRequest, res: ExpressResponse, headers: Headers): Promise<void> {
    const id = idOf(req);
    const { name, mimeType } = await fileFor(req, id, headers);
    const blob = await attachments.blobs.read(id);
    if (!blob) throw new NotFoundError('There are no bytes of this attachment.');
    for (const [header, value] of Object.entries(fileHeaders({ name, mimeType }))) headers.set(header, value);
    headers.set('content-length', String(blob.sizeBytes));
    res.setHeaders(headers);
    if (req.method === 'HEAD') {
      blob.stream.destroy();
      res.end();
    } else await pipeline(blob.stream, res);
  }

  async function fileFor(req: ExpressRequest, id: string, headers: Headers): Promise<HostedFile> {
    const grant = attachments.readPreviewToken(tokenOf(req), id);
    if (grant) return { name: grant.name, mimeType: grant.type };
    const { name, mime_type: mimeType } = await server.store.loadAttachment(id, await identify(req, headers));
    return { name, mimeType };
  }

  async function identify(req: ExpressRequest, headers: Headers): Promise<Context> {
    const request = toFetchRequest(req);
    const identity = await authenticate(request, headers);
    // As in the endpoint: Identity is Context without `signal`, which is added back here.
    return {
      origin: new URL(request.url).origin,
      ...identity,
      signal: new AbortController().signal,
    } as unknown as Context;
  }

  /** What every request here has in common: who may call, and failures in plain words. */
  const answering =
    (answer: (req: ExpressRequest, res: ExpressResponse, headers: Headers) => Promise<void>): RequestHandler =>
    async (req, res) => {
      const request = toFetchRequest(req);
      const cors = decideCors(request.headers, new URL(request.url).origin, options);
      const headers = new Headers({
        ...cors.headers,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      try {
        if (!cors.allowed)
          throw new HttpError(
            403,
            'origin_not_allowed',
            'Pages of this site may not use this chat server. Its owner can allow the site.',
          );
        await answer(req, res, headers);
      } catch (cause) {
        if (res.headersSent) {
          res.destroy();
          return;
        }
        const refusal = errorAnswer(cause, headers, server, request);
        req.resume();
        res.status(refusal.status).setHeaders(refusal.headers).end(refusal.body);
      }
    };

  const router = express.Router();
  router.options(
    ['/', '/:id'],
    answering(async (_req, res, headers) => {
      for (const [name, value] of Object.entries(preflightHeaders(METHODS, options))) headers.set(name, value);
      res.setHeaders(headers).status(204).end();
    }),
  );
  router.post('/', answering(upload));
  router.route('/:id').put(answering(uploadAnnounced)).post(answering(uploadAnnounced)).get(answering(download));
  router.all(
    '/{*rest}',
    answering(async () => {
      throw new HttpError(
        405,
        'method_not_allowed',
        'This address takes uploads and gives files; it does nothing else.',
      );
    }),
  );
  return router;
}

/** A file is shown in place only when a browser merely draws it; nothing in it may run, whatever it is taken for. */
function fileHeaders({ name, mimeType }: HostedFile): Record<string, string> {
  const disposition = isInertImage(mimeType) ? 'inline' : 'attachment';
  return {
    'content-type': mimeType.startsWith('text/') ? `${mimeType}; charset=utf-8` : mimeType,
    'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=3600, no-transform',
  };
}

const idOf = (req: ExpressRequest): string => {
  const id = req.params['id'];
  if (typeof id === 'string' && /^atc_[0-9a-f]{32}$/.test(id)) return id;
  throw new NotFoundError('This is no attachment id.');
};

const tokenOf = ({ query }: ExpressRequest): string => (typeof query['token'] === 'string' ? query['token'] : '');

/** The raw body. A client that leaves in the middle ends the loop with an error of the caller's. */
async function* readBody(req: ExpressRequest): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* req.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw new HttpError(400, 'cut_short', 'The upload broke off before it was complete.', { cause });
  }
}
