/** Sending a message and receiving an answer, on the element itself. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { added, assistantItem, delta, done, firstTurn, renderChat } from '../../test/harness/chat/render-chat.ts';

describe('a first message', () => {
  it('creates a thread, shows the message at once, shows progress, then streams [E036 E049 E051 E102 E113]', async () => {
    const chat = await renderChat();
    await expect.element(page.getByRole('heading', { name: 'What can I help with today?' })).toBeVisible();
    const turn = await chat.say('Where is my parcel?');
    expect(turn.body).toEqual({
      type: 'threads.create',
      params: {
        input: {
          content: [{ type: 'input_text', text: 'Where is my parcel?' }],
          quoted_text: '',
          attachments: [],
          inference_options: {},
        },
      },
    });
    await chat.logs('Where is my parcel?');
    await chat.logs('Thinking');
    expect(chat.named('chatkit.response.start')).toEqual([]);

    turn.send(
      ...firstTurn('Where is my parcel?'),
      added(assistantItem('msg_2', '')),
      delta('msg_2', 'It is on '),
      delta('msg_2', 'its way.'),
    );
    await chat.logs('It is on its way.');
    expect(chat.named('chatkit.thread.change')).toEqual([{ threadId: 'thr_1' }]);
    expect(chat.named('chatkit.response.start')).toHaveLength(1);
    expect(chat.named('chatkit.response.end')).toEqual([]);
    await expect.element(chat.button('Stop')).toBeVisible();

    turn.send(done(assistantItem('msg_2', 'It is on its way.')));
    turn.end();
    await expect.element(chat.button('Send message')).toBeVisible();
    expect(chat.named('chatkit.response.end')).toHaveLength(1);
    expect(chat.log().element().textContent?.split('Where is my parcel?')).toHaveLength(2);
    expect(chat.errors()).toEqual([]);
  });

  it('stays visible with the error and a retry if the server is down, and is sent once', async () => {
    const chat = await renderChat();
    (await chat.say('Are you there?')).drop();
    await chat.complains('Couldn’t connect');
    await chat.logs('Are you there?');
    expect(chat.errors().map(({ name }) => name)).toEqual(['NetworkError']);

    await chat.button('Try again').click();
    const turn = await chat.next();
    turn.send(...firstTurn('Are you there?'), done(assistantItem('msg_2', 'Yes.')));
    turn.end();
    await chat.logs('Yes.');
    expect(chat.log().element().textContent?.split('Are you there?')).toHaveLength(2);
    expect(chat.requests.filter(({ type }) => type === 'threads.create')).toHaveLength(2);
    expect(page.getByRole('alert').elements()).toEqual([]);
  });
});
