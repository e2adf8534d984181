/**
 * The pages and bundles that the process serves besides the chat: `/dist/*`, a page at `/`, and optionally the demo
 * pages.
 */
import { readFile } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, type Response, Router } from 'express';
import helmet from 'helmet';
import { compressedFiles } from './compressed-files.ts';
import { frontPage } from './front-page.ts';

/**
 * The Content-Security-Policy of the demo pages. It is as strict as that of a careful host page: nothing inline, no
 * other origin, and Trusted Types without any policy, so a bundle that needs `innerHTML` or a script URL fails here
 * first.
 */
const PAGE_DIRECTIVES = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'connect-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'media-src': ["'self'", 'blob:'],
  'worker-src': ["'self'"],
  'frame-src': ["'self'"],
  'frame-ancestors': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
};

interface SiteFolders {
  /** The folder with `demo/` and `dist/`. If one is missing, its addresses answer 404. */
  root: string;
  /** Whether to serve the demo pages. They let visitors try features that an owner may not want to offer. */
  demo: boolean;
  /** The address that visitors use, which the page at `/` shows. @defaultValue the address in the request */
  publicUrl?: string | undefined;
}

/** Serves the browser bundles, the page at `/`, and the demo pages if asked to. */
export function siteRouter({ root, demo, publicUrl }: SiteFolders): Router {
  const router = Router();
  if (demo) serveDemo(router, join(root, 'demo'));
  router.get('/', ...frontPage(publicUrl));
  serveBundles(router, join(root, 'dist'));
  return router;
}

function serveDemo(router: Router, demo: string): void {
  const page = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: PAGE_DIRECTIVES },
    xFrameOptions: { action: 'sameorigin' },
    strictTransportSecurity: { includeSubDomains: false },
  });
  // An installed package has no demo folder, so the page at `/` is then the one with the snippet.
  const show =
    (file: string): RequestHandler =>
    (_req, res, next) => {
      res.sendFile(
        file,
        { root: demo, cacheControl: false, headers: { 'Cache-Control': 'no-cache' } },
        (error) => error && !res.headersSent && next(),
      );
    };
  router.get('/', page, show('index.html'));
  // The links on these pages and to them are relative, so that they work under any path of a proxy.
  router.get(['/demo', '/demo/', '/demo/index.html'], page, leadTo('./'));
  for (const name of ['gallery', 'configure', 'preview']) {
    router.get(`/${name}`, page, show(`${name}.html`));
    router.get([`/demo/${name}`, `/demo/${name}.html`], page, leadTo(name));
  }
  serveSamplePages(router, demo, page);
  serveReading(router, demo, page);
  router.use(
    '/demo',
    page,
    compressedFiles(demo, () => 'no-cache'),
    express.static(demo, {
      cacheControl: false,
      extensions: ['html'],
      setHeaders: (res) => res.setHeader('Cache-Control', 'no-cache'),
    }),
  );
}

/** The server's address in the examples. */
const WRITTEN = 'http://127.0.0.1:8787/';
/** The only right-to-left language of the gallery. */
const fromRightToLeft = (lang: string) => (lang === 'ar' ? '" dir="rtl' : '');

/** Serves the pages of `examples/on-a-page` beside the gallery, with this server's address. `?lang=ar` sets their language. */
function serveSamplePages(router: Router, demo: string, page: RequestHandler): void {
  const root = join(demo, '..', 'examples', 'on-a-page');
  router.get('/gallery/:name', page, (req, res, next) => {
    const name = String(req.params['name']);
    const lang = /^[a-z]{2}(-[A-Z]{2})?$/.exec(String(req.query['lang']))?.[0] ?? 'en';
    const file = /^[a-z-]+$/.test(name) ? join(root, `${name}.html`) : '';
    readFile(file, 'utf8', (error, text) => {
      if (error) return next();
      const html = text.replaceAll(WRITTEN, '../').replace('lang="en', `lang="${lang}${fromRightToLeft(lang)}`);
      return res.set('Cache-Control', 'no-cache').type('html').send(html);
    });
  });
  router.use('/gallery', page, express.static(root, { cacheControl: false, index: false, redirect: false }));
}

/**
 * Serves the repository's documentation and examples for reading: Markdown and code as plain text, never as a page or a
 * script.
 */
function serveReading(router: Router, demo: string, page: RequestHandler): void {
  for (const folder of ['docs', 'examples']) {
    const root = join(demo, '..', folder);
    router.use(
      `/${folder}`,
      page,
      (req, _res, next) => {
        if (req.path === '/') req.url = '/README.md';
        next();
      },
      express.static(root, {
        cacheControl: false,
        index: false,
        redirect: false,
        setHeaders: (res) =>
          res.set({
            'Cache-Control': 'no-cache',
            'Content-Type': 'text/plain; charset=utf-8',
            'X-Content-Type-Options': 'nosniff',
          }),
      }),
    );
  }
}

/** Redirects to a path beside `/demo`. Express would resolve a relative address from the root. */
const leadTo =
  (path: string): RequestHandler =>
  (req, res) => {
    res
      .status(302)
      .set('Location', `${req.path === '/demo' ? '' : '../'}${path}`)
      .end();
  };

function serveBundles(router: Router, dist: string): void {
  router.use(
    '/dist',
    bundleHeaders,
    compressedFiles(dist, cacheOfBundle),
    express.static(dist, {
      cacheControl: false,
      index: false,
      setHeaders: (res, path) => res.setHeader('Cache-Control', cacheOfBundle(path)),
    }),
  );
}

/** Other sites load these files as scripts and modules; a module needs the cross-origin permission to load at all. */
const bundleHeaders = [
  helmet({
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: { includeSubDomains: false },
  }),
  (_req: unknown, res: Response, next: () => void) => {
    res.setHeader('Access-Control-Allow-Origin', '*');
    next();
  },
];

/** Files with a hash in their name never change, so browsers may cache them forever. Others change with a release. */
function cacheOfBundle(path: string): string {
  const isHashed = /-[\w-]{8}\.\w+$/.test(path) && /[\\/](chunks|assets|npm)[\\/]/.test(path);
  return isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
}
