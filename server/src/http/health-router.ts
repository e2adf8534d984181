/** `/healthz` and `/readyz`, for process managers and load balancers. */
import { type RequestHandler, Router } from 'express';

/**
 * `/healthz` answers 200 while the process works. `/readyz` answers 200 while `checkReady` resolves, and otherwise 503
 * with the message of its error, so give it errors without secrets: `openStore(…).ready` is made for it.
 */
export function healthRouter(checkReady: () => Promise<void>): Router {
  const router = Router();
  router.get('/healthz', alive);
  router.get('/readyz', async (_req, res) => {
    try {
      await checkReady();
      res.json({ status: 'ready' });
    } catch (error) {
      // Read by the operator. The message names no secret and no path.
      res
        .status(503)
        .set('retry-after', '5')
        .json({ status: 'not ready', reason: error instanceof Error ? error.message : 'unknown' });
    }
  });
  return router;
}

const alive: RequestHandler = (_req, res) => {
  res.json({ status: 'ok' });
};
