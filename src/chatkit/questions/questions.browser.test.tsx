/** Questions of the assistant, which the visitor answers or skips. */
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { assistantItem, done, firstTurn, options, renderChat } from '../../../test/harness/chat/render-chat.ts';

describe('questions', () => {
  const questions = (status = 'pending', answers: Record<string, object> = {}) => ({
    type: 'structured_input', id: 'msg_q', thread_id: 'thr_1', created_at: '2026-11-22T10:00:00Z', status,
    inputs: [
      { type: 'multiple_choice', id: 'size', question: 'Which size?', options: [{ value: 'S' }, { value: 'L' }], multiple: false, ...answers['size'] },
      { type: 'multiple_choice', id: 'extras', question: 'Which extras?', options: [{ value: 'Cheese' }, { value: 'Ham' }], multiple: true, ...answers['extras'] },
      { type: 'freeform', id: 'note', question: 'Anything else?', description: 'Optional.', ...answers['note'] },
    ],
  }); // prettier-ignore

  async function ask() {
    const chat = await renderChat();
    const turn = await chat.say('pizza');
    turn.send(...firstTurn('pizza'), done(assistantItem('msg_2', 'Of course.')), done(questions()));
    turn.end();
    await expect.element(page.getByRole('group', { name: 'Which size?' })).toBeVisible();
    await expect.element(chat.button('Skip')).toBeEnabled();
    return chat;
  }

  it('replace the composer, take choices and free text, and post them by their ids [E093 E094]', async () => {
    const chat = await ask();
    expect(page.getByRole('textbox', { name: 'Message the AI' }).elements()).toEqual([]);
    await page.getByRole('radio', { name: 'L' }).click();
    await chat.button('Next').click();
    await page.getByRole('checkbox', { name: 'Ham' }).click();
    await page.getByRole('checkbox', { name: 'Something else' }).click();
    await page
      .getByRole('group', { name: 'Which extras?' })
      .getByRole('textbox', { name: 'Your own answer' })
      .fill('Pineapple');
    await chat.button('Next').click();
    await chat.button('Send answers').click();
    const turn = await chat.next();
    expect(turn.body).toEqual({
      type: 'threads.add_structured_input',
      params: {
        thread_id: 'thr_1',
        item_id: 'msg_q',
        input: {
          status: 'answered',
          answers: {
            size: { values: ['L'], skipped: false },
            extras: { values: ['Ham', 'Pineapple'], skipped: false },
            note: { values: [], skipped: true },
          },
        },
      },
    });
    const answered = {
      size: { answer: { values: ['L'] } },
      extras: { answer: { values: ['Ham', 'Pineapple'] } },
      note: { answer: { values: [], skipped: true } },
    };
    turn.send(
      options(true),
      { type: 'thread.item.replaced', item: questions('answered', answered) },
      done(assistantItem('msg_4', 'Coming.')),
    );
    turn.end();
    await expect.element(page.getByRole('textbox', { name: 'Message the AI' })).toBeVisible();
    const record = page.getByRole('region', { name: 'Your answers' }).element();
    expect([...record.querySelectorAll('dd')].map(({ textContent }) => textContent)).toEqual([
      'L',
      'Ham, Pineapple',
      'Skipped',
    ]);
  });

  const step = (chat: Awaited<ReturnType<typeof ask>>) =>
    chat.root().querySelector('.question-step')?.textContent ?? null;
  const focused = (chat: Awaited<ReturnType<typeof ask>>) => {
    const control = chat.root().activeElement;
    return control instanceof HTMLInputElement ? (control.labels?.[0]?.textContent ?? control.ariaLabel) : control?.id;
  };

  it('come one at a time, by keyboard; going back keeps what was entered [E093]', async () => {
    const chat = await ask();
    expect(step(chat)).toBe('1 of 3');
    await expect.poll(() => focused(chat)).toBe('S');
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.poll(() => step(chat)).toBe('2 of 3');
    expect(focused(chat)).toBe('Cheese');
    await userEvent.keyboard('{Tab}{Tab} ');
    await expect.poll(() => focused(chat)).toBe('Your own answer');
    await userEvent.keyboard('Olives{Enter}');
    await expect.poll(() => step(chat)).toBe('3 of 3');
    await chat.button('Back').click();
    expect(page.getByRole('textbox', { name: 'Your own answer' }).element()).toHaveProperty('value', 'Olives');
    await expect.poll(() => focused(chat)).toBe('Something else');
    await chat.button('Back').click();
    await expect.poll(() => focused(chat)).toBe('L');
    await chat.button('Next').click();
    await chat.button('Next').click();
    await chat.button('Send answers').click();
    const turn = await chat.next();
    expect(turn.body?.params['input']).toMatchObject({
      answers: { size: { values: ['L'] }, extras: { values: ['Olives'] }, note: { skipped: true } },
    });
    turn.send({ type: 'thread.item.replaced', item: questions('answered') });
    turn.end();
    await expect.element(page.getByRole('textbox', { name: 'Message the AI' })).toBeVisible();
    await expect.poll(() => chat.root().activeElement).toBe(chat.editor());
  });

  it('come above the composer while the visitor writes there, and leave it the focus', async () => {
    const chat = await renderChat();
    const turn = await chat.say('pizza');
    turn.send(...firstTurn('pizza'), done(assistantItem('msg_2', 'Of course.')));
    await chat.type('with');
    turn.send(done(questions()));
    turn.end();
    await expect.element(page.getByRole('group', { name: 'Which size?' })).toBeVisible();
    expect(chat.root().activeElement).toBe(chat.editor());
    await userEvent.keyboard(' olives');
    expect(chat.draft()).toBe('with olives');
    expect(page.getByRole('radio', { checked: true }).elements()).toEqual([]);
    await page.getByRole('radio', { name: 'L' }).click();
    await expect.element(page.getByRole('textbox', { name: 'Message the AI' })).toBeVisible();
    await chat.button('Next').click();
    await chat.button('Skip').click();
    const answer = await chat.next('threads.add_structured_input');
    answer.send({ type: 'thread.item.replaced', item: questions('answered') });
    answer.end();
    await expect.poll(() => chat.root().activeElement).toBe(chat.editor());
    expect(chat.draft()).toBe('with olives');
  });

  const announced = (chat: Awaited<ReturnType<typeof ask>>) =>
    [...chat.root().children].find((child) => child.role === 'status')?.textContent;

  it('are announced, and leave the focus alone if it is outside the composer', async () => {
    const chat = await renderChat();
    const turn = await chat.say('pizza');
    const ofThePage = document.createElement('input');
    chat.element.after(ofThePage);
    ofThePage.focus();
    turn.send(...firstTurn('pizza'), done(questions()));
    await expect.element(page.getByRole('group', { name: 'Which size?' })).toBeVisible();
    await expect.poll(() => announced(chat)).toContain('A question for you: Which size?');
    turn.end();
    expect(page.getByRole('textbox', { name: 'Message the AI' }).elements()).toEqual([]);
    expect(document.activeElement).toBe(ofThePage);
    await chat.element.focusComposer();
    await expect.poll(() => focused(chat)).toBe('S');
  });

  it('take the focus of the empty composer, and send nothing empty [E093]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('pizza');
    const one = { ...questions(), inputs: [{ type: 'freeform', id: 'note', question: 'Anything else?' }] };
    turn.send(...firstTurn('pizza'), done(one));
    turn.end();
    await expect.element(chat.button('Send answers')).toBeEnabled();
    expect(step(chat)).toBeNull();
    await expect.poll(() => chat.root().activeElement?.tagName).toBe('TEXTAREA');
    expect(announced(chat)).not.toContain('Anything else?'); // a screen reader reads it with the focus
    await userEvent.keyboard('   ');
    await chat.button('Send answers').click();
    await chat.complains('Choose an answer');
    expect(chat.requests.map(({ type }) => type)).not.toContain('threads.add_structured_input');
    expect(chat.root().activeElement?.tagName).toBe('TEXTAREA');
    await userEvent.keyboard('No onions');
    expect(page.getByRole('alert').elements()).toEqual([]);
    await chat.button('Send answers').click();
    expect((await chat.next()).body?.params['input']).toEqual({
      status: 'answered',
      answers: { note: { values: ['No onions'], skipped: false } },
    });
  });

  it('send the earlier answers when a later question is skipped', async () => {
    const chat = await ask();
    await page.getByRole('radio', { name: 'S' }).click();
    await chat.button('Next').click();
    await page.getByRole('checkbox', { name: 'Ham' }).click();
    await chat.button('Skip').click();
    const { body } = await chat.next();
    expect(body?.params['input']).toEqual({
      status: 'answered',
      answers: {
        size: { values: ['S'], skipped: false },
        extras: { values: [], skipped: true },
        note: { values: [], skipped: true },
      },
    });
  });

  it('can all be skipped [E093]', async () => {
    const chat = await ask();
    await chat.button('Skip').click();
    const turn = await chat.next();
    expect(turn.body?.params['input']).toEqual({ status: 'skipped', answers: {} });
    turn.send({ type: 'thread.item.replaced', item: questions('skipped') });
    turn.end();
    await expect.element(page.getByRole('textbox', { name: 'Message the AI' })).toBeVisible();
    await chat.logs('Skipped');
  });
});
