/** Shows the owner's documents to visitors who follow a citation. */
import { realpathSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import express, { Router } from 'express';
import helmet from 'helmet';
import { DOCUMENT_ENDINGS } from '../../agents/documents/read-passages.ts';

/** Serves only indexed files: Markdown as plain text, HTML without scripts. */
export function documentsRouter(folder: string): Router {
  const router = Router();
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'img-src': ["'self'", 'data:'],
        'style-src': ["'unsafe-inline'"],
        'frame-ancestors': ["'none'"],
        sandbox: [],
      },
    },
    strictTransportSecurity: { includeSubDomains: false },
  });
  router.use(headers, (req, res, next) => {
    if (DOCUMENT_ENDINGS.has(extname(req.path).toLowerCase()) && staysInside(folder, req.path)) next();
    else res.status(404).type('text/plain').send('There is no such document.');
  });
  router.use(
    express.static(folder, {
      dotfiles: 'ignore',
      index: false,
      redirect: false,
      cacheControl: false,
      setHeaders(res, path) {
        res.setHeader('Cache-Control', 'no-cache');
        if (!/\.html?$/iu.test(path)) res.setHeader('Content-Type', 'text/plain; charset=utf-8');
      },
    }),
  );
  return router;
}

/** Whether an address leads to a file inside the folder, because a symbolic link can lead anywhere. */
function staysInside(folder: string, address: string): boolean {
  try {
    return realpathSync(join(folder, decodeURIComponent(address))).startsWith(realpathSync(folder) + sep);
  } catch {
    return false;
  }
}
