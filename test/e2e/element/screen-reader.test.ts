/**
 * The announcements of a screen reader in each main state, on built files: everything important once, nothing twice,
 * and no repeated text while an answer streams. The logs are `docs/reference/screen-reader*.md`; `npm test --
 * test/e2e/element/screen-reader.test.ts -u` writes them.
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { button, choose, launcher } from '../../harness/pages/dock-page.ts';
import {
  added,
  assistantItem,
  begun,
  delta,
  dockPage,
  done,
  questionItem,
  setUpElementHost,
  threadOf,
  userItem,
  type ElementPage,
  type Turn,
} from '../../harness/pages/element-host.ts';
import { recordSpeech, spokenIn } from '../../harness/browsers/screen-reader.ts';
import type { VisitOptions } from '../../harness/browsers/visitor.ts';

const host = setUpElementHost();
const eventually = { timeout: 20_000 };
const HEAD = `Written by \`test/e2e/element/screen-reader.test.ts\`, which fails if anything else is announced. \`status\` is polite: it waits for the end
of the sentence. \`alert\` interrupts. \`focus\` is where the focus goes, after the boxes that it enters. \`name\` and \`state\` are
changes of what has the focus.`;

interface Listener {
  page: Page;
  /** Does something, waits until each pattern has a new line, and notes the new lines under this state. */
  expectAnnounced(state: string, wanted: readonly RegExp[], act: () => Promise<unknown>): Promise<void>;
  /** The announcements that came twice in one state. */
  twice(): string[];
  /** The page of the documentation. */
  written(): string;
  /** Waits until the answer is announced, so that it is in every log. */
  answering(): Promise<void>;
}

async function listen(journey: string, given: ElementPage, options: VisitOptions = {}): Promise<Listener> {
  const { page } = await host.visit(
    { ...given, before: recordSpeech + (given.before ?? '') },
    { reducedMotion: 'reduce', ...options },
  );
  const states: string[] = [];
  const announced: string[] = [];
  let heard = 0;
  const news = async () => (await spokenIn(page)).slice(heard);
  return {
    page,
    twice: () => announced.filter((line, index) => announced.indexOf(line) !== index),
    written: () => `# A screen reader: ${journey}\n\n${HEAD}\n\n${states.join('\n\n')}\n`,
    answering: () =>
      expect.poll(news, eventually).toEqual(expect.arrayContaining(['status: The assistant is answering.'])),
    async expectAnnounced(state, wanted, act) {
      await act();
      const missing = async () => {
        const lines = await news();
        return wanted.filter((pattern) => !lines.some((line) => pattern.test(line))).map(String);
      };
      await expect.poll(missing, { ...eventually, message: state }).toEqual([]);
      const all = await news();
      heard += all.length;
      // Nobody has the focus for a moment while a view is replaced.
      const goesOn = (index: number) => all.slice(index + 1).some((line) => line.startsWith('focus: '));
      const lines = all.filter((line, index) => line !== 'focus: the page' || !goesOn(index));
      // Announcements and focus changes are two queues: their order depends on the machine.
      const isAnnouncement = (line: string) => /^(status|alert):/.test(line);
      const sorted = [...lines.filter((line) => !isAnnouncement(line)), ...lines.filter(isAnnouncement)];
      const list = sorted.map((line) => `- ${line}`).join('\n') || '(nothing)';
      states.push(`**${state}**\n\n${list}`);
      announced.push(...lines.filter(isAnnouncement).map((line) => `${state}: ${line}`));
    },
  };
}

const field = (page: Page) => page.getByRole('textbox', { name: /^(Ask a question…|Message the AI)$/ });

async function write(page: Page, text: string): Promise<void> {
  await field(page).focus();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

async function press(page: Page, name: string): Promise<void> {
  await button(page, name).last().focus();
  await page.keyboard.press('Enter');
}

/** The first events of a turn in a conversation that exists. */
const going = (id: string, text: string) => [
  done(userItem(id, text)),
  { type: 'stream_options', stream_options: { allow_cancel: true } },
];

const source = (title: string, host: string) => ({
  type: 'annotation',
  index: 4,
  source: { type: 'url', title, url: `https://${host}/` },
});
const cited = {
  ...assistantItem('msg_c', 'Both say so.'),
  content: [
    {
      type: 'output_text',
      text: 'Both say so.',
      annotations: [source('First page', 'one.example'), source('Second page', 'two.example')],
    },
  ],
};

it('a conversation in the dock: answers, errors, a lost connection, questions, feedback', async () => {
  const { page, expectAnnounced, answering, twice, written } = await listen(
    'a conversation',
    dockPage({ teaser: 'Questions? Ask us.', feedback: 'comment', 'page-context': 'page' }),
  );
  let turn: Turn;
  await expectAnnounced('The teaser appears', [/Questions/], () => page.getByText('Questions? Ask us.').waitFor());
  await expectAnnounced('The visitor opens the chat', [/textbox/], async () => {
    await launcher(page).focus();
    await page.keyboard.press('Enter');
    await field(page).waitFor();
  });
  await expectAnnounced('A message is sent', [/sent/, /answering/], async () => {
    await write(page, 'hello');
    turn = await host.nextTurn();
    turn.send(...begun('hello'));
  });
  await expectAnnounced('The answer streams', [/tomorrow\.$/], async () => {
    turn.send(added(assistantItem('msg_2')));
    for (const piece of ['It is ', 'on its ', 'way. It ', 'comes tomorrow', '.']) turn.send(delta('msg_2', piece));
    turn.send(done(assistantItem('msg_2', 'It is on its way. It comes tomorrow.')));
    turn.end();
    await button(page, 'Regenerate').waitFor();
  });
  await expectAnnounced('Feedback: Helpful', [/Thanks/], () => press(page, 'Helpful'));
  await expectAnnounced('Feedback: Not helpful, which asks why', [/Incorrect/], () => press(page, 'Not helpful'));
  await expectAnnounced('The comment is sent', [/Thanks/, /textbox/], async () => {
    await page.keyboard.press('Space');
    await press(page, 'Send feedback');
  });
  await expectAnnounced('The answer is copied', [/Copied/], () => press(page, 'Copy'));
  await expectAnnounced('An answer with a notice and sources', [/say so/, /five/], async () => {
    await write(page, 'sure?');
    turn = await host.nextTurn();
    turn.send(...going('msg_3', 'sure?'));
    await answering();
    turn.send({ type: 'notice', level: 'info', message: 'We close at five.' }, done(cited));
    turn.end();
    await page.getByText('Both say so').last().waitFor();
  });
  await expectAnnounced('The sources are unfolded', [/state: expanded/], async () => {
    await page.locator('.sources > summary').last().focus();
    await page.keyboard.press('Enter');
  });
  await expectAnnounced('An error', [/No more today/], async () => {
    await write(page, 'more');
    turn = await host.nextTurn();
    turn.send(...going('msg_5', 'more'));
    await answering();
    turn.send({
      type: 'error',
      code: 'custom',
      message: 'No more today.',
      allow_retry: true,
    });
    turn.end();
  });
  await expectAnnounced('Try again', [/Now it works/, /textbox/], async () => {
    await press(page, 'Try again');
    turn = await host.nextTurn();
    await answering();
    turn.send(done(assistantItem('msg_6', 'Now it works.')));
    turn.end();
  });
  await expectAnnounced('Offline', [/You’re offline/], async () => {
    await page.context().setOffline(true);
    await write(page, 'are you there?');
  });
  await expectAnnounced('Back online', [/sent/, /I am/], async () => {
    await page.context().setOffline(false);
    turn = await host.nextTurn();
    turn.send(...going('msg_7', 'are you there?'));
    await answering();
    turn.send(done(assistantItem('msg_8', 'I am.')));
    turn.end();
  });
  await expectAnnounced('The assistant asks', [/radio/], async () => {
    await write(page, 'advise me');
    turn = await host.nextTurn();
    turn.send(...going('msg_9', 'advise me'));
    await answering();
    turn.send(done(questionItem('q_1')));
    turn.end();
  });
  await expectAnnounced('The answer to its question', [/Take M/, /textbox/], async () => {
    await page.keyboard.press('Space');
    await press(page, 'Send answers');
    turn = await host.nextTurn();
    await answering();
    turn.send(done({ ...questionItem('q_1'), status: 'answered' }), done(assistantItem('msg_10', 'Take M.')));
    turn.end();
  });
  await expectAnnounced('The conversation is closed', [/ended/, /focus: log/], async () => {
    await write(page, 'bye');
    turn = await host.nextTurn();
    turn.send(...going('msg_11', 'bye'));
    await answering();
    turn.send({
      type: 'thread.updated',
      thread: { ...threadOf('thr_1', 'A talk'), status: { type: 'closed', reason: 'This conversation has ended.' } },
    });
    turn.end();
  });
  await expectAnnounced('A new chat', [/textbox/], () => press(page, 'Start a new chat'));
  await expectAnnounced('Escape closes the chat', [/Open chat/], () => page.keyboard.press('Escape'));
  expect(twice()).toEqual([]);
  await expect(written()).toMatchFileSnapshot('../../../docs/reference/screen-reader.md');
});

it('the dock around a conversation: theme, fullscreen, the list of conversations', async () => {
  for (const title of ['Parcels', 'Prices']) host.threads.set(title, { id: title, title, items: [] });
  const { page, expectAnnounced, twice, written } = await listen('the dock and the list of conversations', dockPage());
  await expectAnnounced('The visitor opens the chat', [/textbox/], async () => {
    await launcher(page).focus();
    await page.keyboard.press('Enter');
    await field(page).waitFor();
  });
  await expectAnnounced('The theme is changed', [/More options”, collapsed/], async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    await choose(page, 'Switch to dark mode');
  });
  await expectAnnounced('Fullscreen', [/name: Exit fullscreen/], () => press(page, 'Enter fullscreen'));
  await expectAnnounced('Back from fullscreen', [/name: Enter fullscreen/], () => press(page, 'Exit fullscreen'));
  await expectAnnounced('The list of conversations opens', [/Back to chat/], async () => {
    await press(page, 'Conversation history');
    await button(page, 'Parcels').waitFor();
  });
  await expectAnnounced('A search', [/1 conversation/], async () => {
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('parc');
  });
  await expectAnnounced('A search that finds nothing', [/0 conversations/], () => page.keyboard.type('xyz'));
  await expectAnnounced('The search is cleared', [], () => page.keyboard.press('Escape'));
  await expectAnnounced('A conversation is renamed', [/Rename: Orders/], async () => {
    await press(page, 'Rename: Parcels');
    await page.getByRole('textbox', { name: 'Name of the conversation' }).fill('Orders');
    await page.keyboard.press('Enter');
  });
  await expectAnnounced('A conversation is deleted', [/Prices/], async () => {
    await press(page, 'Delete: Orders');
    await press(page, 'Delete');
  });
  await expectAnnounced('The last conversation is deleted', [/Conversation history/], async () => {
    await press(page, 'Delete: Prices');
    await press(page, 'Delete');
    await page.getByText('No conversations yet').waitFor();
  });
  await expectAnnounced('Back to the chat', [/textbox/], () => page.keyboard.press('Escape'));
  expect(twice()).toEqual([]);
  await expect(written()).toMatchFileSnapshot('../../../docs/reference/screen-reader-dock.md');
});

/** A microphone that hears nothing, and is refused after `window.refused` is set. */
const microphone = `navigator.mediaDevices.getUserMedia = async () => {
  if (window.refused) throw new DOMException('no', 'NotAllowedError');
  return new AudioContext().createMediaStreamDestination().stream;
};`;

it('the composer of the element: dictation, files, a tool of the page', async () => {
  const { page, expectAnnounced, answering, twice, written } = await listen('the composer', {
    before: microphone,
    script: `mount({
      composer: { attachments: { enabled: true, maxSize: 100 }, dictation: { enabled: true } },
      header: { leftAction: { icon: 'settings-cog', onClick() {} } },
    });`,
  });
  await field(page).waitFor();
  await expectAnnounced('An action of the page', [/Settings/], () => press(page, 'Settings'));
  await expectAnnounced('Dictation starts', [/Listening/, /Done/], async () => {
    await press(page, 'Dictate');
    await page.locator('.recording').waitFor();
  });
  await expectAnnounced('Escape discards it', [/textbox/], () => page.keyboard.press('Escape'));
  await expectAnnounced('Dictation fails', [/Transcribing/, /didn’t work/], async () => {
    await press(page, 'Dictate');
    await page.locator('.recording').press('Enter');
  });
  await expectAnnounced('The microphone is blocked', [/microphone/i], async () => {
    await page.evaluate('window.refused = true');
    await press(page, 'Dictate');
  });
  const attach = (name: string, size: number) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'a') });
  await expectAnnounced('A file is refused', [/larger/], () => attach('large.txt', 1000));
  await expectAnnounced('A file is uploaded', [/small\.txt was added/], () => attach('small.txt', 10));
  await expectAnnounced('A message is sent with it', [/Thank you/], async () => {
    await write(page, 'here');
    const turn = await host.nextTurn();
    turn.send(...begun('here'));
    await answering();
    turn.send(done(assistantItem('msg_2', 'Thank you.')));
    turn.end();
  });
  expect(twice()).toEqual([]);
  await expect(written()).toMatchFileSnapshot('../../../docs/reference/screen-reader-composer.md');
});
