/** Pages of a shop with our script tag in it, or without, and visitors who come for the first time: nothing cached, nothing compiled. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { findBrowser } from '../../harness/browsers/find-browser.ts';
import { launchBrowser } from '../../harness/browsers/visitor.ts';

export interface Shop {
  /** Opens the page with this markup at its end, in a separate browser profile, and calls `measure` there. */
  visit<Figure>(
    markup: string,
    measure: (page: Page, session: CDPSession) => Promise<Figure>,
    options?: VisitOptions,
  ): Promise<Figure>;
  close(): Promise<void>;
}

export interface VisitOptions {
  /** How many times slower the processor is. @defaultValue 1 */
  slowdown?: number;
  /** Runs in the page before anything else. */
  before?: () => void;
}

/** Our tag as a strict policy wants it; the README's imports the same. */
export const ourTag = '<script async src="/dist/chatdock.umd.js" data-api-url="/chatkit" id="button"></script>';

/**
 * Another build to compare with, such as that of an older commit: `CHATDOCK_BEFORE` names the folder that its `dist` is in. The
 * same tag, for that build.
 */
export const folderBefore = process.env['CHATDOCK_BEFORE'];
export const tagBefore = ourTag.replace('/dist/', '/before/dist/');

/** A script that does nothing: what a page pays for any script, whatever is in it. */
export const emptyTag = '<script async src="/empty.js"></script>';

/** The smallest script that shows a styled button: what a page pays for any launcher. */
export const buttonTag = '<script async src="/button.js" id="button"></script>';
const button = `{
  const host = document.createElement('bare-button');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':host{all:initial}button{all:unset;position:fixed;right:20px;bottom:20px;width:56px;height:56px;border-radius:28px;background:#16181d;box-shadow:0 8px 28px #0f121940}');
  root.adoptedStyleSheets.push(sheet);
  const button = document.createElement('button');
  button.setAttribute('aria-label', 'Open chat');
  root.append(button);
  document.documentElement.append(host);
}`;

/** How late `/slow/…` is. */
export const slowMs = 5000;

const html = (
  markup: string,
) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A shop</title><link rel="icon" href="data:,"><body><main><h1>A shop</h1><p>It sells things.</p></main>${markup}</body></html>`;

async function answer(res: ServerResponse, path: string, page: string | null) {
  if (page !== null) return void res.writeHead(200, { 'content-type': 'text/html' }).end(html(page));
  if (path === '/empty.js' || path === '/button.js')
    return void res.writeHead(200, { 'content-type': 'text/javascript' }).end(path === '/button.js' ? button : '');
  if (path.startsWith('/slow/')) await setTimeout(slowMs);
  const folder = path.startsWith('/before/') ? folderBefore : '.';
  const file = await readFile(`${folder}${path.replace(/^\/(slow|before)/, '')}`).catch(() => null);
  if (!file || path.includes('..') || !path.includes('/dist/')) return void res.writeHead(404).end();
  res.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-cache' }).end(file);
}

export async function openShop(): Promise<Shop> {
  const server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://localhost');
    // A chat requests the list of conversations before the first message. It is empty.
    if (req.method === 'POST')
      return void res.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[],"has_more":false}');
    void answer(res, pathname, pathname === '/' ? searchParams.get('markup') : null);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchBrowser([], findBrowser);
  return {
    async visit(markup, measure, { slowdown = 1, before } = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      try {
        const page = await context.newPage();
        const session = await context.newCDPSession(page);
        if (before) await page.addInitScript(before);
        await session.send('Performance.enable', { timeDomain: 'threadTicks' });
        await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
        await page.goto(`${origin}/?markup=${encodeURIComponent(markup)}`, { waitUntil: 'commit' });
        return await measure(page, session);
      } finally {
        await context.close();
      }
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
