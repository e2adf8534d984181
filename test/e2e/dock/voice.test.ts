/**
 * Speaking to the dock: the recording path with real speech in a fake microphone, the browser's recogniser with a
 * stand-in, and every failure.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  atRest,
  button,
  command,
  composer,
  eventually,
  focused,
  recordedEvents,
  recordEvents,
  openChat,
} from '../../harness/pages/dock-page.ts';
import { hostDocument, type HostPage } from '../../harness/pages/host-page.ts';
import { recogniser, withoutRecogniser, withRecogniser } from '../../harness/providers/recogniser.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import {
  launchWithMicrophone,
  startTranscription,
  type TranscriptionStandIn,
} from '../../harness/providers/transcription-stand-in.ts';

let transcription: TranscriptionStandIn;
beforeAll(async () => {
  transcription = await startTranscription('  Where is my order?  ');
});
afterAll(() => transcription?.close());

const site = setUpSite({ env: () => transcription.env, launch: launchWithMicrophone });

async function openPage({ before = '', ...host }: HostPage = {}) {
  const visitor = await site.visitHost({ ...host, before: recordEvents + before });
  await openChat(visitor.page);
  return visitor;
}
const sent = (page: Page) => recordedEvents(page, 'message-sent');
const startSpeaking = async (page: Page) => {
  await button(page, 'Start voice input').click();
  await button(page, 'Stop listening').waitFor();
};

describe('recording', () => {
  it('sends real speech through the server and as a message, trimmed', async () => {
    const { page } = await openPage({ before: withoutRecogniser });
    await startSpeaking(page);
    expect(await button(page, 'Start voice input').count()).toBe(0);
    // Silence after the words ends the recording; no button is pressed.
    await expect.poll(() => sent(page), eventually).toMatchObject([{ text: 'Where is my order?' }]);
    const recording = transcription.recordings.at(-1);
    expect(recording?.bytes.length).toBeGreaterThan(2000);
    expect([...(recording?.bytes.slice(0, 4) ?? [])]).toEqual([0x1a, 0x45, 0xdf, 0xa3]); // WebM
    expect((await recordedEvents(page, 'voice')).map(({ state }) => state)).toEqual([
      'listening',
      'transcribing',
      'off',
    ]);
    await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
  });

  it('inserts the transcript into the composer beside its text, if configured', async () => {
    const { page } = await openPage({ before: withoutRecogniser, options: { voice: 'insert' } });
    await composer(page).click();
    await page.keyboard.type('Hello!');
    await startSpeaking(page);
    await expect.poll(() => composer(page).innerText(), eventually).toContain('Hello! Where is my order?');
    expect(await sent(page)).toEqual([]);
  });

  it("keeps it beside the page's composer text, not beside another thread's draft", async () => {
    const { page } = await openPage({ before: withoutRecogniser, options: { voice: 'insert' } });
    await composer(page).click();
    await page.keyboard.type('For the other one.');
    await command(page, 'setThreadId', null);
    await command(page, 'setComposerValue', { text: 'From the page:' });
    await expect.poll(() => composer(page).innerText(), eventually).toBe('From the page:');
    await startSpeaking(page);
    await expect.poll(() => composer(page).innerText(), eventually).toBe('From the page: Where is my order?');
  });

  it('is discarded with Esc, and nothing is sent', async () => {
    const { page } = await openPage({ before: withoutRecogniser });
    const before = transcription.recordings.length;
    await startSpeaking(page);
    await page.keyboard.press('Escape');
    await button(page, 'Start voice input').waitFor();
    expect(await sent(page)).toEqual([]);
    expect(transcription.recordings).toHaveLength(before);
    await button(page, 'Close chat').waitFor();
  });

  it.each([
    ['NotAllowedError', 'The microphone is blocked'],
    ['NotFoundError', 'couldn’t find a microphone'],
    // Another program has it: there is one, and it may be free again.
    ['NotReadableError', 'Voice input didn’t work'],
  ])('shows its own message: %s', async (name, sentence) => {
    const { page } = await openPage({
      before: `${withoutRecogniser} navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', '${name}'); };`,
    });
    await button(page, 'Start voice input').click();
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
    await button(page, 'Dismiss').click();
    await button(page, 'Start voice input').waitFor();
    expect((await recordedEvents(page, 'voice')).at(-1)).toMatchObject({ state: 'failed' });
  });

  it('releases the microphone after speech, and reports silence', async () => {
    // A clock that can be set forward, so that the test does not wait for eight seconds of silence.
    const before = `${withoutRecogniser}
      const now = performance.now.bind(performance);
      window.ahead = 0;
      performance.now = () => now() + window.ahead;
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      window.microphones = [];
      navigator.mediaDevices.getUserMedia = async (wish) => {
        const stream = window.isQuiet ? new AudioContext().createMediaStreamDestination().stream : await ask(wish);
        window.microphones.push(stream);
        return stream;
      };`;
    const { page } = await openPage({ before });
    const tracks = () =>
      page.evaluate(() =>
        (window as unknown as { microphones: MediaStream[] }).microphones.flatMap((stream) =>
          stream.getTracks().map(({ readyState }) => readyState),
        ),
      );
    await startSpeaking(page);
    await expect.poll(tracks, eventually).toEqual(['live']);
    await button(page, 'Cancel').click();
    await expect.poll(tracks, eventually).toEqual(['ended']);
    await page.evaluate('window.isQuiet = true');
    await startSpeaking(page);
    await expect.poll(tracks, eventually).toEqual(['ended', 'live']);
    await page.locator('.voice[data-state=listening]').waitFor();
    await page.evaluate('window.ahead = 9000');
    await page.getByRole('alert').filter({ hasText: 'We didn’t hear anything' }).waitFor();
    await expect.poll(tracks, eventually).toEqual(['ended', 'ended']);
    expect(await sent(page)).toEqual([]);
  });

  it('shows the volume and pulses; with reduced motion it does not move', async () => {
    for (const [reducedMotion, isPulsing] of [
      ['no-preference', true],
      ['reduce', false],
    ] as const) {
      const { page } = await openPage({ before: withoutRecogniser, context: { reducedMotion } });
      await startSpeaking(page);
      const bar = page.locator('.level i').nth(2);
      // Six pixels are silence.
      await expect
        .poll(() => bar.evaluate((element) => element.getBoundingClientRect().height), eventually)
        .toBeGreaterThan(9);
      expect(
        await bar.evaluate((element) =>
          element.getAnimations().some(({ effect }) => effect?.getTiming().iterations === Infinity),
        ),
      ).toBe(isPulsing);
      await page.keyboard.press('Escape');
    }
  });

  it('puts speech into the composer while an answer streams', async () => {
    const { page } = await openPage({ before: withoutRecogniser });
    await composer(page).click();
    await page.keyboard.type('write 60000 characters');
    await page.keyboard.press('Enter');
    await button(page, 'Stop').waitFor();
    await startSpeaking(page);
    await expect.poll(() => composer(page).innerText(), eventually).toContain('Where is my order?');
    expect(await sent(page)).toHaveLength(1);
  });

  it('reports a failed transcription', async () => {
    const { page } = await openPage({ before: withoutRecogniser });
    await page.route('**/chatkit', (route) =>
      route.request().postData()?.includes('input.transcribe') ? route.abort() : route.continue(),
    );
    await startSpeaking(page);
    await page.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
    expect(await sent(page)).toEqual([]);
  });
});

describe("the browser's speech recognition", () => {
  it("recognises one utterance in the page's language, shows it live, and sends it trimmed", async () => {
    const { page } = await openPage({ before: withRecogniser });
    await startSpeaking(page);
    const settings = await recogniser(page, ({ lang, continuous, interimResults }) => ({
      lang,
      continuous,
      interimResults,
    }));
    expect(settings).toEqual({ lang: 'en', continuous: false, interimResults: true });
    await recogniser(page, (it) => it.hear(' Where is'));
    await page.getByText('Where is', { exact: true }).waitFor();
    await recogniser(page, (it) => (it.hear(' Where is my order? '), it.stop()));
    await expect.poll(() => sent(page), eventually).toMatchObject([{ text: 'Where is my order?' }]);
  });

  it('shows for how long it has listened', async () => {
    const { page } = await openPage({ before: withRecogniser });
    await startSpeaking(page);
    const time = page.getByRole('timer');
    await expect.poll(() => time.textContent(), eventually).toMatch(/^0:0[1-9]$/);
    await button(page, 'Cancel').click();
    await expect.poll(() => time.count(), eventually).toBe(0);
  });

  it('ends with the button, and discards with Cancel', async () => {
    const { page } = await openPage({ before: withRecogniser });
    await startSpeaking(page);
    await recogniser(page, (it) => it.hear('One'));
    await button(page, 'Cancel').click();
    await button(page, 'Start voice input').waitFor();
    expect(await recogniser(page, ({ wasAborted }) => wasAborted)).toBe(true);
    expect((await recordedEvents(page, 'voice')).map(({ state }) => state)).toEqual(['listening', 'off']);
    await page.evaluate('delete window.recogniser');
    await startSpeaking(page);
    await recogniser(page, (it) => it.hear('Two'));
    await button(page, 'Stop listening').click();
    await expect.poll(() => sent(page), eventually).toMatchObject([{ text: 'Two' }]);
  });

  it.each([
    ['not-allowed', 'The microphone is blocked'],
    ['audio-capture', 'couldn’t find a microphone'],
    ['network', 'can’t be reached'],
    ['language-not-supported', 'Dictation isn’t available in this language'],
    ['no-speech', 'We didn’t hear anything'],
  ])('shows its own message: %s', async (error, sentence) => {
    const { page } = await openPage({ before: withRecogniser });
    await startSpeaking(page);
    await page.waitForFunction('window.recogniser');
    await page.evaluate(
      (error) => (window as unknown as { recogniser: { fail(error: string): void } }).recogniser.fail(error),
      error,
    );
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
    expect(await sent(page)).toEqual([]);
  });
});

describe('the microphone', () => {
  it("has one button whatever ChatKit shows, or ChatKit's if the dock shows none", async () => {
    const page = (options: Record<string, string>) =>
      openPage({
        before: withoutRecogniser,
        options: { config: '#more', ...options },
        head: '<script type="application/json" id="more">{ "chatkit": { "composer": { "dictation": { "enabled": true } } } }</script>',
      });
    const ours = await page({});
    await button(ours.page, 'Start voice input').waitFor();
    expect(await ours.page.getByRole('button', { name: 'Dictate' }).count()).toBe(0);
    const theirs = await page({ voice: 'off' });
    await theirs.page.getByRole('button', { name: 'Dictate' }).waitFor();
    expect(await button(theirs.page, 'Start voice input').count()).toBe(0);
  });

  it("records for the server if the browser's speech service is unavailable", async () => {
    const { page } = await openPage({ before: withRecogniser });
    await startSpeaking(page);
    await recogniser(page, (it) => it.fail('network'));
    await button(page, 'Dismiss').click();
    await startSpeaking(page);
    await expect.poll(() => sent(page), eventually).toMatchObject([{ text: 'Where is my order?' }]);
  });

  describe('with a server that does not transcribe', () => {
    let deaf: ServerProcess;
    let shop: Shop;
    beforeAll(async () => {
      deaf = await startServer({ CHATDOCK_DEMO_DELAY_MS: '1' });
      const dictation =
        '<script type="application/json" id="more">{ "chatkit": { "composer": { "dictation": { "enabled": true } } } }</script>';
      shop = await openShop(deaf, {
        '/': hostDocument(),
        '/dictation': hostDocument({ head: dictation, options: { config: '#more' } }),
      });
    });
    afterAll(async () => {
      await shop?.close();
      await deaf?.dispose();
    });

    /** Resolves when the server has answered the chat's first question. `isForeign`: it does not say whether it transcribes. */
    async function openDeaf({ path = '', before = withoutRecogniser, isForeign = false }) {
      const { page } = await site.visit(`${shop.url}${path}`, {
        async prepare(page) {
          await page.addInitScript(before);
          if (isForeign)
            await page.route('**/chatkit', async (route) => {
              const response = await route.fetch();
              const { 'chatdock-transcribes': _, ...headers } = response.headers();
              await route.fulfill({ response, headers });
            });
        },
      });
      const answered = page.waitForResponse('**/chatkit');
      await openChat(page);
      await answered;
      await atRest(page);
      return page;
    }

    it.each([
      { what: 'no button without a recogniser', isForeign: false, before: withoutRecogniser, path: '', buttons: 0 },
      { what: 'a button with a recogniser', isForeign: false, before: withRecogniser, path: '', buttons: 1 },
      {
        what: 'no button, whatever the option says',
        isForeign: false,
        before: withoutRecogniser,
        path: 'dictation',
        buttons: 0,
      },
      {
        what: 'another server: no button without a recogniser',
        isForeign: true,
        before: withoutRecogniser,
        path: '',
        buttons: 0,
      },
      {
        what: 'another server: a button with a recogniser',
        isForeign: true,
        before: withRecogniser,
        path: '',
        buttons: 1,
      },
      {
        what: 'another server: a button by ChatKit’s option',
        isForeign: true,
        before: withoutRecogniser,
        path: 'dictation',
        buttons: 1,
      },
    ])('$what', async ({ buttons, ...visit }) => {
      const page = await openDeaf(visit);
      expect(await button(page, 'Start voice input').count()).toBe(buttons);
    });
  });

  it('has no button if nothing can listen, or the owner turns it off', async () => {
    const deaf = await openPage({ before: `${withoutRecogniser} delete window.MediaRecorder;` });
    expect(await button(deaf.page, 'Start voice input').count()).toBe(0);
    const off = await openPage({ options: { voice: 'off' } });
    expect(await button(off.page, 'Start voice input').count()).toBe(0);
  });
});
