/** The Express application of the ready-to-run process. */
import express, { type Express, type RequestHandler } from 'express';
import { siteRouter } from './site.ts';

export interface AppParts {
  /** Folder that holds `demo/` and `dist/`. */
  siteRoot: string;
}

/** Puts the parts of the process behind their paths. Listening is left to the caller. */
export function createApp({ siteRoot }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', alive);
  app.use(siteRouter({ root: siteRoot }));
  return app;
}

const alive: RequestHandler = (_req, res) => {
  res.json({ status: 'ok' });
};
