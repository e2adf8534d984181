/** Shared by all attachment requests: the caller, the file's id, and error answers. */
import type { Request as ExpressRequest, RequestHandler, Response as ExpressResponse } from 'express';
import type { RequestContext } from '../../core/context.ts';
import { type CorsOptions, decideCors } from '../../core/http/cors.ts';
import { type Authenticate, errorAnswer } from '../../core/http/endpoint.ts';
import { NotFoundError } from '../../core/errors.ts';
import { requireOrigin } from '../../core/http/require-origin.ts';
import type { ChatKitServer } from '../../core/server.ts';
import { toFetchRequest } from '../chatkit-router.ts';
import type { HostedAttachments } from './hosted-attachments.ts';

/** Options of `attachmentRouter`. Use the same `authenticate` and origins as for the ChatKit router. */
export interface AttachmentRouterOptions<Context extends RequestContext> extends CorsOptions {
  readonly authenticate: Authenticate<Context>;
  /**
   * Called before a direct upload is read, with its maximum size in bytes. Throw HttpError to refuse it: 429 for a rate
   * limit.
   */
  readonly admit?: ((context: Context, sizeBytes: number) => void | Promise<void>) | undefined;
}

export interface AttachmentDeps<Context extends RequestContext> {
  readonly server: ChatKitServer<Context>;
  readonly attachments: HostedAttachments<Context>;
  readonly options: AttachmentRouterOptions<Context>;
}

/** Answers one request. `headers` are sent with the answer, even if it throws. */
export type AnswerRequest = (req: ExpressRequest, res: ExpressResponse, headers: Headers) => Promise<void>;

/** The caller. @throws what `authenticate` throws */
export async function identify<Context extends RequestContext>(
  { authenticate }: AttachmentRouterOptions<Context>,
  req: ExpressRequest,
  headers: Headers,
): Promise<Context> {
  const request = toFetchRequest(req);
  const identity = await authenticate(request, headers);
  // As in the endpoint, Identity is Context without `signal`, which is added back here.
  return {
    origin: new URL(request.url).origin,
    ...identity,
    signal: new AbortController().signal,
  } as unknown as Context;
}

/** Checks the origin, and turns errors into JSON answers. */
export const answering =
  <Context extends RequestContext>(
    { server, options }: AttachmentDeps<Context>,
    answer: AnswerRequest,
  ): RequestHandler =>
  async (req, res) => {
    const request = toFetchRequest(req);
    const cors = decideCors(request.headers, new URL(request.url).origin, options);
    const headers = new Headers({
      ...cors.headers,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    try {
      requireOrigin(cors, request, server.log, options);
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

export const idOf = (req: ExpressRequest): string => {
  const id = req.params['id'];
  if (typeof id === 'string' && /^atc_[0-9a-f]{32}$/.test(id)) return id;
  throw new NotFoundError('This is not an attachment id.');
};

export const tokenOf = ({ query }: ExpressRequest): string =>
  typeof query['token'] === 'string' ? query['token'] : '';
