/** File endpoints: direct uploads, the second phase of two-phase uploads, and downloads by the owner. */
import express, { type Router } from 'express';
import type { RequestContext } from '../../core/context.ts';
import { preflightHeaders } from '../../core/http/cors.ts';
import { HttpError } from '../../core/errors.ts';
import type { ChatKitServer } from '../../core/server.ts';
import { answering, type AttachmentRouterOptions } from './attachment-requests.ts';
import { download } from './give-files.ts';
import type { HostedAttachments } from './hosted-attachments.ts';
import { upload, uploadAnnounced } from './receive-uploads.ts';

const METHODS = ['GET', 'POST', 'PUT'] as const;

/**
 * Mount it at the address that `HostedAttachments` has. `POST /` accepts a direct upload (multipart, field `file`);
 * `PUT` or `POST /<id>` with the token of an upload descriptor accepts the announced bytes; `GET /<id>` returns a file
 * to its owner, or to anyone with the token of its preview address.
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
  const parts = { server, attachments, options };
  const router = express.Router();
  router.options(
    ['/', '/:id'],
    answering(parts, async (_req, res, headers) => {
      for (const [name, value] of Object.entries(preflightHeaders(METHODS, options))) headers.set(name, value);
      res.setHeaders(headers).status(204).end();
    }),
  );
  router.post('/', answering(parts, upload(parts)));
  const receive = answering(parts, uploadAnnounced(parts));
  router
    .route('/:id')
    .put(receive)
    .post(receive)
    .get(answering(parts, download(parts)));
  router.all(
    '/{*rest}',
    answering(parts, async () => {
      throw new HttpError(
        405,
        'method_not_allowed',
        'This address accepts uploads (PUT, POST) and serves files (GET) only.',
      );
    }),
  );
  return router;
}
