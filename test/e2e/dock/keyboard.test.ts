/** The whole journey by keyboard alone: nothing is clicked, nothing is given the focus, and every stop shows. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { strings as arabicChat } from '../../../src/chatkit/locales/ar.ts';
import { en as englishChat } from '../../../src/chatkit/locales/en.ts';
import { strings as arabic } from '../../../src/dock/locales/ar.ts';
import type { ShellStrings } from '../../../src/options/strings.ts';
import { button, eventually } from '../../harness/pages/dock-page.ts';
import { hostDocument } from '../../harness/pages/host-page.ts';
import { byKeyboard } from '../../harness/browsers/keyboard.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import {
  launchWithMicrophone,
  startTranscription,
  type TranscriptionStandIn,
} from '../../harness/providers/transcription-stand-in.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

let transcription: TranscriptionStandIn;
beforeAll(async () => {
  transcription = await startTranscription('  And when does it come?  ');
});
afterAll(() => transcription?.close());

const site = setUpSite({ env: () => transcription.env, launch: launchWithMicrophone });

/** A recogniser that the test speaks to. */
const speech = `
  delete window.SpeechRecognition;
  window.webkitSpeechRecognition = class extends EventTarget {
    start() { window.recogniser = this; setTimeout(() => this.dispatchEvent(new Event('start'))); }
    stop() { this.dispatchEvent(new Event('end')); }
    abort() { this.dispatchEvent(new Event('end')); }
    hear(transcript) { this.dispatchEvent(Object.assign(new Event('result'), { results: [[{ transcript }]] })); }
    fail(error) { this.dispatchEvent(Object.assign(new Event('error'), { error })); this.dispatchEvent(new Event('end')); }
  };`;
async function speak(page: Page, word: 'hear' | 'fail', text: string) {
  await page.waitForFunction(() => Reflect.get(window, 'recogniser'));
  await page.evaluate(
    ([word, text]) =>
      (Reflect.get(window, 'recogniser') as Record<string, (text: string) => void>)[word ?? '']?.(text ?? ''),
    [word, text],
  );
}

/** English as the requirements have it, which the built files must say. */
const english = {
  openChat: 'Open chat',
  enterFullscreen: 'Enter fullscreen',
  exitFullscreen: 'Exit fullscreen',
  darkMode: 'Switch to dark mode',
  lightMode: 'Switch to light mode',
  newChat: 'New chat',
  history: 'Conversation history',
  backToChat: 'Back to chat',
  placeholder: 'Ask a question…',
  startVoice: 'Start voice input',
  stopVoice: 'Stop listening',
  voiceNetwork: 'The speech service can’t be reached.',
  voiceRefused: 'The microphone is blocked for this page.',
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
  keys: 'Keyboard shortcuts',
  more: 'More options',
  feedbackComment: 'Tell us more (optional)',
  feedbackSend: 'Send feedback',
} satisfies Partial<ShellStrings>;

interface Words {
  shell: Pick<ShellStrings, keyof typeof english>;
  chat: typeof englishChat | typeof arabicChat;
}
const inEnglish: Words = { shell: english, chat: englishChat };
const inArabic: Words = { shell: arabic, chat: arabicChat };
const context: BrowserContextOptions = {
  reducedMotion: 'reduce',
  permissions: ['clipboard-read', 'clipboard-write', 'microphone'],
};
const body =
  '<header><a href="#goods">The goods</a></header><main id="goods"><h1>A shop</h1><input aria-label="Search"></main>';

const journeys: { name: string; words: Words; hasNote: boolean; arrive(): Promise<Visitor> }[] = [
  {
    name: 'a page with the script tag',
    words: inEnglish,
    hasNote: true,
    arrive: () => site.visitHost({ body, options: { feedback: 'comment' }, before: speech, context }),
  },
  {
    name: 'an Arabic page, from right to left',
    words: inArabic,
    hasNote: true,
    arrive: () =>
      site.visitHost({
        document: {
          body: hostDocument({ body, options: { feedback: 'comment' } }).replace('lang="en"', 'lang="ar" dir="rtl"'),
        },
        before: speech,
        context,
      }),
  },
  {
    name: 'a React page',
    words: inEnglish,
    hasNote: false,
    arrive: () =>
      site.visit(`${site.server.url}demo/react.html`, {
        ...context,
        prepare: async (page) => void (await page.addInitScript(speech)),
      }),
  },
];

it.each(inLongRun(journeys, journeys.slice(0, 2)))(
  '$name works by keyboard from the first Tab to the last Esc',
  async ({ words: { shell, chat }, hasNote, arrive }) => {
    const visitor = await arrive();
    const { page, console } = visitor;
    const { press, type, tabTo, arrivesAt, round } = byKeyboard(page);
    const composer = shell.placeholder;
    const log = page.getByRole('log');
    const waitForButton = (name: string) => button(page, name).first().waitFor();
    const isGone = (name: string) => button(page, name).waitFor({ state: 'detached' });

    // In, a question, an answer.
    await waitForButton(shell.openChat);
    await tabTo(shell.openChat);
    await press('Enter');
    await arrivesAt(composer);
    await type('What can you do?');
    await press('Enter');
    await waitForButton(chat['thread.action.bad']);
    await arrivesAt(composer);
    await round();

    // The visitor's rating.
    await tabTo(chat['thread.action.bad'], 'Shift+Tab');
    await press('Enter');
    await page.getByRole('button', { name: chat['thread.action.bad'], pressed: true }).waitFor();
    if (hasNote) {
      await waitForButton(shell.feedbackSend);
      await tabTo(shell.feedbackComment);
      await type('It names no periwinkle');
      await tabTo(shell.feedbackSend);
      await press('Enter');
      await isGone(shell.feedbackSend);
      await arrivesAt(composer);
    }
    await tabTo(chat['thread.action.copy'], 'Shift+Tab');
    await press('Enter');
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText().then(({ length }) => length)), eventually)
      .toBeGreaterThan(20);

    // An answer that is enough before it ends.
    await tabTo(composer);
    await type('write 200000 characters');
    await press('Enter');
    await waitForButton(chat['composer.stop']);
    await tabTo(chat['composer.stop']);
    await press('Enter');
    await isGone(chat['composer.stop']);
    await arrivesAt(composer);
    expect((await log.innerText()).length).toBeLessThan(190_000);

    // Other conversations.
    await tabTo(shell.newChat);
    await press('Enter');
    await arrivesAt(composer);
    await expect.poll(() => log.getByText('What can you do?').count(), eventually).toBe(0);
    await tabTo(shell.history);
    await press('Enter');
    await waitForButton(shell.backToChat);
    // One way back, and what is on screen has its name above it.
    const waysBack = [...new Set([shell.backToChat, chat['history.close']])];
    expect(await Promise.all(waysBack.map((name) => button(page, name).count()))).toEqual(
      waysBack.map((name) => Number(name === shell.backToChat)),
    );
    await page.getByRole('heading', { name: shell.history, exact: true }).waitFor();
    const title = (await page.locator('.history-title').first().innerText()).trim().slice(0, 60);
    await round();
    await tabTo(title);
    await press('Enter');
    await log.getByText('write 200000 characters').first().waitFor();
    await arrivesAt(composer);
    await tabTo(shell.history);
    await press('Enter');
    await arrivesAt(shell.backToChat);
    await press('Enter');
    await arrivesAt(shell.history);
    await press('Enter');
    await arrivesAt(shell.backToChat);
    await press('Escape');
    await arrivesAt(shell.history);

    // Looks and sizes.
    await tabTo(shell.more);
    await press('ArrowDown');
    await arrivesAt(shell.darkMode);
    await press('Enter');
    await arrivesAt(shell.more);
    await press('Space');
    await arrivesAt(shell.lightMode);
    await press('Escape');
    await arrivesAt(shell.more);
    await round();
    await press('Control+Shift+F');
    await waitForButton(shell.exitFullscreen);
    await press('Control+Shift+F');
    await waitForButton(shell.enterFullscreen);
    await tabTo(shell.enterFullscreen);
    await press('Enter');
    await arrivesAt(shell.exitFullscreen);
    expect((await round()).filter(({ isOurs }) => !isOurs)).toEqual([]);

    // The menu by its arrows and its letters, and the help in it, closed by Esc and by leaving it.
    const help = page.locator('.keys');
    await tabTo(shell.more);
    await press('ArrowUp');
    await arrivesAt(shell.keys);
    await press('ArrowDown');
    await arrivesAt(shell.lightMode);
    await press('End');
    await press('Enter');
    await help.waitFor();
    await arrivesAt(shell.keys);
    await press('Escape');
    await help.waitFor({ state: 'detached' });
    await arrivesAt(shell.more);
    await press('ArrowUp');
    await arrivesAt(shell.keys);
    await press('Enter');
    await help.waitFor();
    await press('Tab');
    await help.waitFor({ state: 'detached' });

    // Speaking: sent, failed, given up.
    await tabTo(shell.startVoice);
    await press('Enter');
    await arrivesAt(shell.stopVoice);
    await speak(page, 'hear', ' Where is my order? ');
    await round();
    await press('Enter');
    await log.getByText('Where is my order?', { exact: true }).first().waitFor();
    await waitForButton(chat['thread.action.bad']);
    await arrivesAt(composer);
    await page.evaluate('delete window.recogniser');
    await tabTo(shell.startVoice);
    await press('Enter');
    await arrivesAt(shell.stopVoice);
    await speak(page, 'fail', 'not-allowed');
    await page.getByRole('alert').filter({ hasText: shell.voiceRefused }).waitFor();
    await arrivesAt(shell.tryAgain);
    await page.evaluate('delete window.recogniser');
    await press('Enter');
    await arrivesAt(shell.stopVoice);
    await speak(page, 'fail', 'network');
    await page.getByRole('alert').filter({ hasText: shell.voiceNetwork }).waitFor();
    await arrivesAt(shell.tryAgain);
    await tabTo(shell.dismiss);
    await press('Enter');
    await arrivesAt(composer);

    // By recording, now that the recogniser has no service: the level shows, silence ends it, what was said is sent, trimmed.
    const level = () =>
      page.locator('.level').evaluate((bars) => Number((bars as HTMLElement).style.getPropertyValue('--level')));
    await tabTo(shell.startVoice);
    await press('Enter');
    await arrivesAt(shell.stopVoice);
    await expect.poll(level, eventually).toBeGreaterThan(0.2);
    await log.getByText('And when does it come?', { exact: true }).first().waitFor();
    await waitForButton(chat['thread.action.bad']);
    await arrivesAt(composer);

    // Given up: nothing is written down.
    const written = transcription.recordings.length;
    await tabTo(shell.startVoice);
    await press('Enter');
    await arrivesAt(shell.stopVoice);
    await expect.poll(level, eventually).toBeGreaterThan(0.2);

    // Esc, one layer after the other, and then it is the page's again.
    await press('Escape');
    await isGone(shell.stopVoice);
    await arrivesAt(composer);
    expect(transcription.recordings).toHaveLength(written);
    await waitForButton(shell.exitFullscreen);
    await press('Escape');
    await waitForButton(shell.enterFullscreen);
    await arrivesAt(composer);
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await arrivesAt(shell.openChat);
    await page.evaluate(() =>
      addEventListener('keydown', (event) => (document.title = `${event.key} ${event.defaultPrevented}`)),
    );
    await press('Escape');
    expect(await page.title()).toBe('Escape false');
    await arrivesAt(shell.openChat);
    await round();
    expect(console).toEqual([]);
  },
  120_000,
);
