/** `POST` ends the caller's session at the server, so that copies of the token are refused too. */
import express, { type Request as ExpressRequest, type Response as ExpressResponse, type Router } from 'express';
import { type CorsOptions, decideCors, preflightHeaders } from '../core/http/cors.ts';
import { errorAnswer } from '../core/http/endpoint.ts';
import { HttpError } from '../core/errors.ts';
import type { ServerLog } from '../core/telemetry/log.ts';
import { requireOrigin } from '../core/http/require-origin.ts';
import { toFetchRequest } from './chatkit-router.ts';

/** Ends the session that a request belongs to. Headers in `reply` are sent with the answer. */
export type Logout = (request: Request, reply: Headers) => Promise<void>;

/** An Express router that ends the caller's session at the server. */
export function logoutRouter(logout: Logout, options: CorsOptions & { log: ServerLog }): Router {
  const router = express.Router();
  const handle = async (req: ExpressRequest, res: ExpressResponse): Promise<void> => {
    const request = toFetchRequest(req);
    const cors = decideCors(request.headers, new URL(request.url).origin, options);
    const headers = new Headers({ ...cors.headers, 'cache-control': 'no-store' });
    req.resume();
    try {
      requireOrigin(cors, request, options.log, options);
      if (req.method === 'OPTIONS')
        for (const [name, value] of Object.entries(preflightHeaders(['POST'], options))) headers.set(name, value);
      else if (req.method === 'POST') await logout(request, headers);
      else throw new HttpError(405, 'method_not_allowed', 'This address accepts only POST requests.');
      res.setHeaders(headers).status(204).end();
    } catch (cause) {
      const refusal = errorAnswer(cause, headers, options, request);
      res.status(refusal.status).setHeaders(refusal.headers).end(refusal.body);
    }
  };
  router.all('/', (req, res) => handle(req, res));
  return router;
}
