/** axe finds nothing in any state of the dock, in light, dark and forced colours, in both directions. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../harness/axe.ts';
import { button, composer, eventually, heard, hearing, launcher, openChat, panel } from '../harness/dock-page.ts';
import { visitHost } from '../harness/host-page.ts';
import { startServer, type ServerProcess } from '../harness/server-process.ts';
import { launchBrowser } from '../harness/visitor.ts';

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
  browser = await launchBrowser();
  server = await startServer();
});
afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

const looks = [
  { name: 'light', context: { colorScheme: 'light', reducedMotion: 'reduce' } },
  { name: 'dark', context: { colorScheme: 'dark', reducedMotion: 'reduce' } },
  { name: 'forced colours', context: { forcedColors: 'active', reducedMotion: 'reduce' } },
] as const;

describe.each(looks)('$name', ({ context }) => {
  it.each(['ltr', 'rtl'])('%s: seven states', async (dir) => {
    const visitor = await visitHost(browser, server, {
      before: `${hearing} delete window.webkitSpeechRecognition; delete window.SpeechRecognition; navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };`,
      context,
      options: { theme: 'system', dir, feedback: 'comment', teaser: 'Questions? Ask us.', accent: '#0f766e', prompts: 'What can you do?', disclaimer: 'Answers may be wrong.' },
    });
    const { page } = visitor;
    const check = async (state: string) => expect(await axeViolations(page), state).toEqual([]);
    await launcher(page).waitFor();
    await check('closed, with a teaser');
    await openChat(page);
    await check('the start of a chat');
    await button(page, 'Keyboard shortcuts').click();
    await page.locator('.keys').waitFor();
    await check('the list of keys');
    await page.keyboard.press('Escape');
    await button(page, 'Start voice input').click();
    await page.getByRole('alert').first().waitFor();
    await check('a refused microphone');
    await button(page, 'Dismiss').first().click();
    await composer(page).click();
    await page.keyboard.type('What can you do?');
    await page.keyboard.press('Enter');
    await expect.poll(() => heard(page, 'message-received'), eventually).toHaveLength(1);
    await check('an answer');
    await button(page, 'Enter fullscreen').click();
    await button(page, 'Exit fullscreen').waitFor();
    await check('fullscreen');
    await button(page, 'Chat history').click();
    await button(page, 'Back to chat').waitFor();
    await check('the history');
    expect(await panel(page).isVisible()).toBe(true);
    await visitor.context.close();
  }, 120_000);
});
