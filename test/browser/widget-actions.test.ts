/** Widgets in a thread, and where their actions go. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import {
  added,
  assistantItem,
  at,
  delta,
  done,
  firstTurn,
  options,
  renderChat,
  thread,
  userItem,
  type RenderOptions,
} from '../harness/chat/render-chat.ts';

const button = (label: string, action: object) => ({ type: 'Button', label, onClickAction: action });
const card = (...children: object[]) => ({ type: 'Card', children });
const widgetItem = (id: string, widget: object) => ({ type: 'widget', id, thread_id: 'thr_1', created_at: at, widget });

/** A chat whose thread holds one widget, between a question and an answer. */
async function withWidget(widget: object, given: RenderOptions = {}) {
  const items = {
    data: [userItem('m1', 'Question'), widgetItem('w1', widget), assistantItem('m2', 'Answer')],
    has_more: false,
  };
  const chat = await renderChat(
    { initialThread: 'thr_1', ...given },
    { answers: { 'threads.get_by_id': thread('thr_1', { items }) } },
  );
  await chat.logs('Answer');
  return chat;
}

const press = async (label: string) => page.getByRole('button', { name: label, exact: true }).click();
const sent = (chat: Awaited<ReturnType<typeof renderChat>>) =>
  chat.requests.map(({ type }) => type).filter((type) => type.includes('action'));

describe('an action', () => {
  it("with only a type is sent to the server as a stream, with the widget's item [P143 E143]", async () => {
    const chat = await withWidget(card(button('Cancel order', { type: 'order.cancel', payload: { order: 77 } })));
    await press('Cancel order');
    const turn = await chat.next();
    expect(turn.body).toEqual({
      type: 'threads.custom_action',
      params: { thread_id: 'thr_1', item_id: 'w1', action: { type: 'order.cancel', payload: { order: 77 } } },
    });
    await expect.element(page.getByRole('button', { name: 'Cancel order' })).toHaveAttribute('aria-busy', 'true');
    turn.send(options(true), done(assistantItem('m3', 'Cancelled.')));
    turn.end();
    await chat.logs('Cancelled.');
    await expect.element(page.getByRole('button', { name: 'Cancel order' })).not.toHaveAttribute('aria-busy', 'true');
  });

  it('may replace its widget, which keeps its position [E181]', async () => {
    const chat = await withWidget(card(button('Pick', { type: 'pick' })));
    await press('Pick');
    const turn = await chat.next();
    turn.send({ type: 'thread.item.replaced', item: widgetItem('w1', card({ type: 'Text', value: 'Picked.' })) });
    await chat.logs('Picked.');
    turn.send({
      type: 'thread.item.updated',
      item_id: 'w1',
      update: { type: 'widget.root.updated', widget: card({ type: 'Text', value: 'Picked for good.' }) },
    });
    turn.end();
    await chat.logs('Picked for good.');
    expect(chat.log().element().textContent).toMatch(/Question.*Picked for good\..*Answer/s);
    expect(page.getByRole('button', { name: 'Pick' }).elements()).toEqual([]);
  });

  it('handled by the page calls widgets.onAction with the widget, and sends nothing [P139 E144]', async () => {
    const calls: unknown[] = [];
    const widget = card(button('Open map', { type: 'map.open', payload: { at: 'a' }, handler: 'client' }));
    const chat = await withWidget(widget, { widgets: { onAction: async (...call) => void calls.push(call) } });
    await press('Open map');
    await expect
      .poll(() => calls)
      .toEqual([
        [
          { type: 'map.open', payload: { at: 'a' } },
          { id: 'w1', widget },
        ],
      ]);
    expect(sent(chat)).toEqual([]);
  });

  it('works during a response if synchronous, and applies the result; a streaming one waits [P140 P141 P142]', async () => {
    const chat = await withWidget(
      card(button('Now', { type: 'now', streaming: false }), button('Later', { type: 'later' })),
    );
    const turn = await chat.say('go on');
    turn.send(done(userItem('m3', 'go on')), added(assistantItem('m4', '')), delta('m4', 'Going '));
    await chat.logs('Going');
    await expect.element(page.getByRole('button', { name: 'Later' })).toBeDisabled();

    await press('Now');
    const action = await chat.next('threads.sync_custom_action');
    expect(action.body?.params).toEqual({ thread_id: 'thr_1', item_id: 'w1', action: { type: 'now' } });
    action.reply({
      updated_item: widgetItem(
        'w1',
        card({ type: 'Text', value: 'Done at once.' }, button('Later', { type: 'later' })),
      ),
    });
    await chat.logs('Done at once.');
    turn.send(delta('m4', 'on.'));
    await chat.logs('Going on.');
    await chat.logs('Done at once.');
    expect(sent(chat)).toEqual(['threads.sync_custom_action']);

    turn.end();
    await expect.element(page.getByRole('button', { name: 'Later' })).toBeEnabled();
    await press('Later');
    (await chat.next('threads.custom_action')).end();
  });
});

it('a form whose action has a null payload sends its fields, nested by their names [E148]', async () => {
  const apply = { type: 'placeholder.apply', payload: null, handler: 'server', loadingBehavior: 'auto' };
  const fields = [
    { type: 'Caption', size: 'sm', value: 'Domain' },
    { type: 'Textarea', name: 'placeholder.domain', rows: 1, placeholder: 'abc' },
    { type: 'Input', name: 'placeholder.site', placeholder: 'site' },
    { type: 'Select', name: 'placeholder.level', options: [{ label: 'Level 1', value: '1' }, { label: 'Level 2', value: '2' }], defaultValue: '2', placeholder: 'Level' },
    { type: 'Row', children: [{ type: 'Spacer' }, { type: 'Button', label: 'Apply', submit: true, style: 'primary' }] },
  ]; // prettier-ignore
  const form = {
    type: 'Form',
    direction: 'col',
    onSubmitAction: apply,
    children: [{ type: 'Col', gap: 3, children: fields }],
  };
  const chat = await renderChat();
  const turn = await chat.say('form');
  turn.send(
    ...firstTurn('form'),
    done({ ...widgetItem('w1', { ...card(form), key: null, id: null }), copy_text: null }),
  );
  turn.end();
  await page.getByPlaceholder('abc').fill('example.com');
  await page.getByPlaceholder('site').fill('shop');
  await press('Apply');
  const action = await chat.next('threads.custom_action');
  expect(action.body?.params['action']).toEqual({
    type: 'placeholder.apply',
    payload: { placeholder: { domain: 'example.com', site: 'shop', level: '2' } },
  });
  action.end();
});

describe('a password', () => {
  it('is in the request alone: in no draft, no log, no event; the field is empty afterwards', async () => {
    const secret = 'correct-horse-battery-staple';
    const form = {
      type: 'Form',
      onSubmitAction: { type: 'sign-up' },
      children: [
        { type: 'Input', name: 'account.password', inputType: 'password', placeholder: 'Password' },
        { type: 'Button', submit: true, label: 'Go' },
      ],
    };
    const chat = await withWidget(card(form));
    const field = page.getByPlaceholder('Password');
    await field.fill(secret);
    await press('Go');
    const turn = await chat.next();
    expect(JSON.stringify(turn.body)).toContain(secret);
    turn.send(options(true), done(assistantItem('m3', 'Welcome.')));
    turn.end();
    await chat.logs('Welcome.');
    await expect.element(field).toHaveValue('');
    const kept = [localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage }));
    expect([...kept, JSON.stringify(chat.events), chat.root().querySelector('.root')?.innerHTML].join()).not.toContain(secret); // prettier-ignore
  });
});

describe('a streaming widget', () => {
  it('grows with its texts, and is usable only when it is done [P166 P088 E166]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    const streaming = (value: string) =>
      card({ type: 'Text', id: 'txt', value, streaming: true }, button('Use me', { type: 'use', streaming: false }));
    const text = (delta: string, isDone: boolean) => ({
      type: 'thread.item.updated',
      item_id: 'w9',
      update: { type: 'widget.streaming_text.value_delta', component_id: 'txt', delta, done: isDone },
    });
    turn.send(...firstTurn('hello'), added(widgetItem('w9', streaming('Written '))));
    await chat.logs('Written');
    turn.send(text('bit by ', false), text('bit', true));
    await chat.logs('Written bit by bit');
    await expect.element(page.getByRole('button', { name: 'Use me' })).toBeDisabled();
    expect(sent(chat)).toEqual([]);
    turn.send(done(widgetItem('w9', streaming('Written bit by bit'))));
    await expect.element(page.getByRole('button', { name: 'Use me' })).toBeEnabled();
    await press('Use me');
    (await chat.next('threads.sync_custom_action')).reply({});
    turn.end();
  });
});
