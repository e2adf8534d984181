/** axe finds nothing in any state of the dock, in light, dark and forced colours, in both directions. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  button,
  choose,
  command,
  composer,
  eventually,
  recordEvents,
  launcher,
  openChat,
} from '../../harness/pages/dock-page.ts';
import type { HostPage } from '../../harness/pages/host-page.ts';
import { serveOfficial } from '../../harness/providers/official-stand-in.ts';
import { inLongRun, isLongRun } from '../../harness/long-run.ts';
import { journeySettings } from '../../harness/pages/journey.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const site = setUpSite({ env: journeySettings });

/** The violations that axe finds, as `rule: element`. */
const violations = (page: Page) =>
  page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    const found = await axe.run({ resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`),
    );
  });

/** A recogniser that says what the test wants it to; the second kind of browser records instead. */
const speech = `
  window.SpeechRecognition = class extends EventTarget {
    start() { window.recogniser = this; this.dispatchEvent(new Event('start')); }
    stop() { this.dispatchEvent(new Event('end')); }
    abort() { this.dispatchEvent(new Event('end')); }
  };
  delete window.webkitSpeechRecognition;`;
const recording = `
  delete window.webkitSpeechRecognition; delete window.SpeechRecognition;
  navigator.mediaDevices.getUserMedia = async () => new AudioContext().createMediaStreamDestination().stream;`;
const showError = (page: Page, error: string) =>
  page.evaluate(
    (error) =>
      (Reflect.get(window, 'recogniser') as EventTarget).dispatchEvent(Object.assign(new Event('error'), { error })),
    error,
  );

const looks = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' } },
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
  { name: 'forced colours', media: { colorScheme: 'light', forcedColors: 'active' } },
] as const;

/** Changes the system's look under the page, and waits until everything of ours has followed. */
async function changeLook(page: Page, { media }: (typeof looks)[number]) {
  await page.emulateMedia(media);
  const frames = page.locator('chat-dock .dock');
  const chats = page.locator('chatdock-chatkit[data-color-scheme]');
  for (const [parts, attribute] of [
    [frames, 'data-theme'],
    [chats, 'data-color-scheme'],
  ] as const) {
    await expect
      .poll(
        () => parts.evaluateAll((elements, name) => elements.map((element) => element.getAttribute(name)), attribute),
        eventually,
      )
      .toSatisfy((schemes: string[]) => schemes.every((scheme) => scheme === media.colorScheme));
  }
}

const everything = {
  theme: 'system',
  feedback: 'comment',
  accent: '#0f766e',
  prompts: 'What can you do?|Where is my order?',
  disclaimer: 'Answers may be **wrong**.',
  upload: 'direct',
  attachments: '',
};

/** Contrast, names and roles are the same in both directions: a usual run tries the panel alone from right to left, in light. */
const panelOnly = (dir: string) => dir === 'rtl' && !isLongRun;

describe.each(['ltr', 'rtl'])('%s', (dir) => {
  /** Visits a page with a dock, and closes it; `check` looks at one state in every look. */
  async function onPage(
    host: HostPage & { device?: BrowserContextOptions },
    walk: (page: Page, check: (state: string) => Promise<void>) => Promise<void>,
  ) {
    const { device, before = '', options, ...rest } = host;
    const visitor = await site.visitHost({
      ...rest,
      before: recordEvents + before,
      context: { reducedMotion: 'reduce', ...device },
      options: { ...everything, dir, ...options },
    });
    const { page } = visitor;
    const states = new Set<string>();
    await page.evaluate(axeSource);
    await walk(page, async (state) => {
      states.add(state);
      for (const look of panelOnly(dir) ? looks.slice(0, 1) : looks) {
        await changeLook(page, look);
        expect(await violations(page), `${state}, ${look.name}`).toEqual([]);
      }
    });
    await visitor.context.close();
    return states.size;
  }

  it('the panel: sixteen states', async () => {
    const count = await onPage({}, async (page, check) => {
      await openChat(page);
      await check('the start of a chat');
      await choose(page, 'Keyboard shortcuts');
      await page.locator('.keys').waitFor();
      await check('the list of keys');
      await page.keyboard.press('Escape');
      await button(page, 'Conversation history').click();
      await button(page, 'Back to chat').waitFor();
      await check('an empty history');
      await button(page, 'Back to chat').click();
      await page
        .locator('chatdock-chatkit input[type=file]')
        .setInputFiles({ name: 'order.txt', mimeType: 'text/plain', buffer: Buffer.from('my order') });
      await page.getByText('order.txt').first().waitFor();
      await composer(page).click();
      await page.keyboard.type('write 200000 characters');
      await check('a draft with a file');
      await page.keyboard.press('Enter');
      await button(page, 'Stop').waitFor();
      await check('an answer being written');
      await button(page, 'Stop').click();
      await button(page, 'Stop').waitFor({ state: 'detached' });
      await check('an answer that was stopped');
      await button(page, 'New chat').click();
      await composer(page).click();
      await page.keyboard.type('What can you do?');
      await page.keyboard.press('Enter');
      await button(page, 'Not helpful').waitFor();
      await check('an answer');
      await button(page, 'Not helpful').click();
      await page.getByRole('textbox', { name: 'Tell us more' }).waitFor();
      await check('the note after a thumbs-down');
      await page.route('**/chatkit', (route) =>
        route.request().postData()?.includes('items.feedback')
          ? route.fulfill({ status: 500, json: {} })
          : route.continue(),
      );
      await page.getByRole('textbox', { name: 'Tell us more' }).fill('Too long');
      await button(page, 'Send feedback').click();
      await page.getByRole('alert').filter({ hasText: 'couldn’t be sent' }).waitFor();
      await check('a note that could not be sent');
      await page.unroute('**/chatkit');
      await button(page, 'Send feedback').click();
      await button(page, 'Send feedback').waitFor({ state: 'detached' });
      await check('an answer that was rated');
      await button(page, 'Conversation history').click();
      await button(page, 'Back to chat').waitFor();
      await check('a history');
      await button(page, 'Enter fullscreen').click();
      await button(page, 'Exit fullscreen').waitFor();
      await check('the history in fullscreen');
      await button(page, 'Conversation history').click();
      await check('fullscreen');
      await choose(page, 'Keyboard shortcuts');
      await page.locator('.keys').waitFor();
      await check('the list of keys in fullscreen');
      await page.keyboard.press('Escape');
      await page.route('**/chatkit', (route) => route.fulfill({ status: 500, json: {} }));
      await composer(page).click();
      await page.keyboard.type('Are you there?');
      await page.keyboard.press('Enter');
      await button(page, 'Try again').first().waitFor();
      await check('a message that could not be sent');
      await command(page, 'update', { history: false, fullscreen: false, voice: 'off' });
      await button(page, 'Conversation history').waitFor({ state: 'detached' });
      await check('a header with little in it');
    });
    expect(count).toBe(16);
  }, 180_000);

  if (panelOnly(dir)) return;

  it('the launcher: eight states', async () => {
    const count = await onPage({ options: { teaser: 'Questions? Ask us.' } }, async (page, check) => {
      await button(page, 'Dismiss').waitFor();
      await check('a teaser');
      await button(page, 'Dismiss').click();
      await check('an icon');
      await command(page, 'update', { launcher: 'label', launcherLabel: 'Ask us' });
      await button(page, 'Ask us').waitFor();
      await check('a label');
      await command(page, 'update', { launcher: 'icon', launcherLabel: undefined, launcherIcon: '/demo/icon.svg' });
      await launcher(page).locator('img').waitFor();
      await check('an image');
    });
    const loading = await onPage({}, async (page, check) => {
      let answer = (_isUp: boolean) => {};
      const isUp = new Promise<boolean>((resolve) => (answer = resolve));
      await page.route('**/modules/dock.js*', async (route) => ((await isUp) ? route.continue() : route.abort()));
      await launcher(page).click();
      await page.locator('[aria-busy=true]').waitFor();
      await check('waiting for its code');
      answer(false);
      await page.getByRole('alert').first().waitFor();
      await check('its code failed to load');
    });
    const counted = await onPage({ options: { badge: 'count' } }, async (page, check) => {
      await openChat(page);
      await button(page, 'Close chat').click();
      await command(page, 'sendUserMessage', { text: 'What can you do?' });
      await page.getByRole('button', { name: 'Open chat, 1' }).waitFor();
      await check('a count of answers');
      await command(page, 'update', { badge: 'dot' });
      await check('a dot for answers');
    });
    expect(count + loading + counted).toBe(8);
  }, 120_000);

  it('voice: listening, a recording that is transcribed, and errors', async () => {
    const errors = inLongRun(
      ['not-allowed', 'audio-capture', 'network', 'language-not-supported', 'no-speech', 'bad-grammar'],
      // With and without "Try again".
      ['not-allowed', 'language-not-supported'],
    );
    // Without a recorder to fall back on, every failure is the recogniser's own.
    const listening = await onPage({ before: `${speech} delete window.MediaRecorder;` }, async (page, check) => {
      await openChat(page);
      await button(page, 'Start voice input').click();
      await button(page, 'Stop listening').waitFor();
      await check('listening');
      await button(page, 'Cancel').click();
      for (const error of errors) {
        await button(page, 'Start voice input').click();
        await button(page, 'Stop listening').waitFor();
        await showError(page, error);
        await page.locator('.voice [role=alert]').waitFor();
        await check(`voice failed: ${error}`);
        await button(page, 'Dismiss').first().click();
      }
    });
    const transcribing = await onPage({ before: recording }, async (page, check) => {
      await page.route('**/chatkit', (route) =>
        route.request().postData()?.includes('input.transcribe') ? undefined : route.continue(),
      );
      await openChat(page);
      await button(page, 'Start voice input').click();
      await button(page, 'Stop listening').click();
      await page.locator('.voice[data-state=transcribing]').waitFor();
      await check('a recording being written down');
    });
    expect(listening + transcribing).toBe(2 + errors.length);
  }, 120_000);

  it('engines: four states', async () => {
    let count = 0;
    for (const [mode, options] of [
      ['works', { engine: 'openai' }],
      ['verification-401', { engine: 'openai' }],
      ['verification-401', {}],
    ] as const) {
      count += await onPage({ tag: '<p></p>', options }, async (page, check) => {
        await serveOfficial(page, mode);
        await page.evaluate(
          (options) => {
            const script = document.createElement('script');
            Object.assign(script.dataset, { apiUrl: '/chatkit', domainKey: 'dk_shop', ...options });
            script.src = '/dist/chatdock.umd.js';
            document.body.append(script);
          },
          { theme: 'system', dir, ...options },
        );
        await launcher(page).click();
        const there =
          mode === 'works'
            ? page.frameLocator('openai-chatkit iframe').getByRole('textbox')
            : 'engine' in options
              ? page.getByRole('alert').first()
              : composer(page);
        await there.waitFor();
        await check(`${mode} ${JSON.stringify(options)}`);
      });
    }
    count += await onPage(
      { tag: '<script async src="/dist/chatdock.umd.js" data-theme="system"></script>' },
      async (page, check) => {
        await launcher(page).click();
        await page.getByRole('alert').first().waitFor();
        await check('no server to talk to');
      },
    );
    expect(count).toBe(4);
  }, 120_000);

  it('a phone: five states', async () => {
    const device = { viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true };
    const sheet = await onPage({ device }, async (page, check) => {
      await openChat(page);
      await check('a sheet');
      await composer(page).click();
      await page.keyboard.type('What can you do?');
      await button(page, 'Send message').click();
      await button(page, 'Not helpful').waitFor();
      await check('an answer in the sheet');
      await button(page, 'Conversation history').click();
      await button(page, 'Back to chat').waitFor();
      await check('the history in the sheet');
      await command(page, 'setFullscreen', true);
      await button(page, 'Exit fullscreen').waitFor();
      await check('the sheet in fullscreen');
    });
    const full = await onPage({ device, options: { mobile: 'fullscreen' } }, async (page, check) => {
      await openChat(page);
      await check('the whole screen');
    });
    expect(sheet + full).toBe(5);
  }, 120_000);
});
