/** The journey of a visitor under the strict policy in every engine. dock/journey.test.ts has it in every kind of page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLongRun } from '../../harness/long-run.ts';
import { hostDocument } from '../../harness/pages/host-page.ts';
import { journeyOptions, journeySettings, strictPolicy, walkJourney } from '../../harness/pages/journey.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { typistHands } from '../../harness/browsers/typist-hands.ts';
import { engines, type Typist } from '../../harness/browsers/typists.ts';

/**
 * Keeps errors, refusals and what is said in the console in `window.said`. Nobody can answer the browser's question about
 * the microphone here, so it is answered with no. No recogniser: it would ask the maker's server.
 */
const watching = `
  delete window.webkitSpeechRecognition;
  delete window.SpeechRecognition;
  if (window.MediaDevices)
    MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException('No.', 'NotAllowedError'));
  window.said = [];
  addEventListener('error', ({ message }) => said.push('error ' + message));
  addEventListener('unhandledrejection', ({ reason }) => said.push('rejected ' + reason));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => said.push(violatedDirective + ' ' + blockedURI));
  for (const kind of ['warn', 'error']) console[kind] = (...words) => said.push(kind + ' ' + words.join(' '));`;

let server: ServerProcess;
let shop: Shop;
beforeAll(async () => {
  server = await startServer(journeySettings);
  const html = hostDocument({ head: '<script src="/watching.js"></script>', options: journeyOptions });
  shop = await openShop(server, {
    '/': { html, headers: { 'content-security-policy': strictPolicy } },
    '/watching.js': watching,
  });
});
afterAll(async () => {
  await shop?.close();
  await server?.dispose();
});

for (const { name, isInstalled, open } of engines) {
  // WebKitGTK without a graphics card is too slow for the whole journey beside other tests. In Chromium, dock/journey.test.ts
  // walks it, and in Firefox firefox.test.ts, with a microphone that listens.
  const isTried = isInstalled && (isLongRun || name === 'Chromium 111');
  describe.runIf(isTried)(`a visitor in ${name}${isInstalled ? '' : ', which is not installed'}`, () => {
    let typist: Typist;
    beforeAll(async () => {
      typist = await open();
    });
    afterAll(() => typist?.close());

    it('completes the journey under the strict policy, finds it after a reload, leaves no trace', async () => {
      const hands = typistHands(typist);
      await typist.go(shop.url);
      const hasMicrophone = await typist.evaluate(() => Boolean(globalThis.MediaRecorder && navigator.mediaDevices));
      await walkJourney(hands, { microphone: hasMicrophone ? 'refused' : 'none' });
      const said = await typist.evaluate(() => Reflect.get(globalThis, 'said') as string[]);
      await typist.go(shop.url);
      await hands.sees('[role=log]', 'here it is');
      await typist.evaluate(() => Reflect.get(globalThis, 'ChatDock')('destroy'));
      expect(await typist.evaluate(() => document.querySelector('chat-dock'))).toBeNull();
      expect(said).toEqual([]);
    }, 180_000);
  });
}
