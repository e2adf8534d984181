/** A screen reader's log of each main state: everything that matters is announced, once. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import {
  added,
  answered,
  assistantItem,
  delta,
  done,
  firstTurn,
  options,
  renderChat,
  thread,
  userItem,
  type RenderOptions,
} from '../../test/harness/chat/render-chat.ts';
import { recordAnnouncements } from '../../test/harness/chat/spoken.ts';

const patient = { timeout: 15_000 };

async function listen(given: RenderOptions = {}, answers: Record<string, unknown> = {}) {
  const chat = await renderChat(given, { answers });
  return { chat, announced: recordAnnouncements(chat.root()) };
}

const withFiles: RenderOptions = {
  composer: { attachments: { enabled: true, maxSize: 5 } },
  api: { uploadStrategy: { type: 'two_phase' } },
};

describe('a screen reader announces', () => {
  it('nothing when the chat opens, except the focused text field', async () => {
    const { chat, announced } = await listen();
    await chat.type('x');
    expect(announced).toEqual([]);
  });

  it('a message that was sent, and its answer by the sentence', async () => {
    const { chat, announced } = await listen();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), added(assistantItem('msg_2', '')));
    for (const piece of ['It is ', 'on its way. ', 'It comes ', 'tomorrow.']) turn.send(delta('msg_2', piece));
    turn.send(done(assistantItem('msg_2', 'It is on its way. It comes tomorrow.')));
    turn.end();
    await expect.poll(() => announced.at(-1), patient).toMatch(/It comes tomorrow\.$/);
    const words = announced.join(' ');
    for (const sentence of ['Message sent.', 'It is on its way.', 'It comes tomorrow.'])
      expect(words.split(sentence), words).toHaveLength(2);
  });

  it('that an answer takes long, was stopped, and which notices came', async () => {
    const { chat, announced } = await listen();
    const turn = await chat.say('hello');
    turn.send(
      ...firstTurn('hello'),
      options(true),
      { type: 'notice', level: 'info', message: 'We close at five.' },
      { type: 'notice', level: 'danger', message: 'All lines are down.' },
    );
    await expect.poll(() => announced.join(' '), patient).toContain('We close at five.');
    expect(announced.join(' ').split('We close at five.')).toHaveLength(2);
    expect(announced.join(' ').split('All lines are down.')).toHaveLength(2);
    await chat.button('Stop').click();
    await expect.poll(() => announced, patient).toContain('You stopped this answer.');
    expect(announced.filter((text) => text.includes('You stopped'))).toHaveLength(1);
  });

  it('a failure, with its reason', async () => {
    const { chat, announced } = await listen();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), { type: 'error', code: 'custom', message: 'No more today.', allow_retry: true });
    turn.end();
    await chat.complains('No more today.');
    expect(announced.filter((text) => text.includes('No more today.'))).toEqual(['No more today. Try again']);
  });

  it('why a file was refused', async () => {
    const { chat, announced } = await listen(withFiles);
    await chat.element.setComposerValue({ files: [new File(['too large'], 'notes.txt', { type: 'text/plain' })] });
    await chat.shows('notes.txt is larger than');
    await expect.poll(() => announced, patient).toEqual(['notes.txt is larger than 0 kB, so it wasn’t added.']);
  });

  it('thanks for feedback, and that it could not be sent', async () => {
    const { chat, announced } = await listen({ threadItemActions: { feedback: true } });
    await answered(chat, 'It is on its way.');
    await expect.poll(() => announced.join(' '), patient).toContain('It is on its way.');
    announced.length = 0;
    await chat.button('Helpful').click();
    (await chat.next('items.feedback')).reply({});
    await expect.poll(() => announced, patient).toEqual(['Thanks for your feedback.']);
    await chat.button('Not helpful').click();
    (await chat.next('items.feedback')).refuse(500);
    await expect
      .poll(() => announced, patient)
      .toEqual(['Thanks for your feedback.', 'Your feedback couldn’t be sent.']);
  });

  it('no thanks for a rating that the page asks about', async () => {
    const { chat, announced } = await listen({ threadItemActions: { feedback: true } });
    await answered(chat, 'It is on its way.');
    await expect.poll(() => announced.join(' '), patient).toContain('It is on its way.');
    announced.length = 0;
    await chat.button('Not helpful').click();
    const sent = await chat.next('items.feedback');
    const question = Object.assign(document.createElement('p'), { slot: 'feedback', textContent: 'What was wrong?' });
    chat.element.append(question);
    sent.reply({});
    await expect.element(page.getByText('What was wrong?')).toBeVisible();
    await chat.button('Copy').click();
    await expect.poll(() => announced, patient).toEqual(['Copied']);
    question.remove();
    await chat.button('Helpful').click();
    (await chat.next('items.feedback')).reply({});
    await expect.poll(() => announced, patient).toEqual(['Copied', 'Thanks for your feedback.']);
  });

  it('that something was copied', async () => {
    const { chat, announced } = await listen();
    await answered(chat, 'It is on its way.');
    await expect.poll(() => announced.join(' '), patient).toContain('It is on its way.');
    announced.length = 0;
    await chat.button('Copy').click();
    await expect.poll(() => announced, patient).toEqual(['Copied']);
  });

  it('that a conversation loads', async () => {
    const { chat, announced } = await listen();
    void chat.element.setThreadId('thr_9');
    await expect.poll(() => announced).toEqual(['Loading the conversation…']);
    const load = await chat.next('threads.get_by_id');
    load.reply(thread('thr_9', { items: { data: [userItem('m', 'before', 'thr_9')], has_more: false } }));
    await chat.logs('before');
    expect(announced).toEqual(['Loading the conversation…']);
  });
});
