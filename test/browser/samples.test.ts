/** The calls of the official sample applications to the element, each as its page makes them. */
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
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
} from '../harness/chat/render-chat.ts';

const common = (id: string) => ({ id, thread_id: 'thr_1', created_at: at });
const toolCall = (name: string, args: object) =>
  done({ ...common('tc_1'), type: 'client_tool_call', status: 'pending', call_id: 'call_1', name, arguments: args });

describe('cat-lounge', () => {
  it('a button names the cat through the page; list, cat and title are updated [E187]', async () => {
    const names = (picked: string | null) => ({
      type: 'ListView',
      children: ['Mittens', 'Pixel'].map((name) => ({
        type: 'ListViewItem',
        ...(picked ? {} : { onClickAction: { type: 'cats.select_name', payload: { name }, handler: 'client' } }),
        children: [{ type: 'Text', value: picked === name ? `${name} it is` : name }],
      })),
    });
    const item = (picked: string | null) => ({ ...common('w1'), type: 'widget', widget: names(picked) });
    const steps: string[] = [];
    const chat = await renderChat(
      {
        initialThread: 'thr_1',
        widgets: {
          async onAction(action, { id }) {
            steps.push('asked');
            await chat.element.sendCustomAction(
              { type: action.type, payload: { ...action.payload, confirmed: true } },
              id,
            );
            steps.push('answered');
          },
        },
      },
      {
        answers: {
          'threads.get_by_id': thread('thr_1', {
            title: 'A new cat',
            items: { data: [userItem('m1', 'Name my cat'), item(null)], has_more: false },
          }),
        },
      },
    );
    await chat.logs('Pixel');
    await page.getByText('Pixel').click();
    const turn = await chat.next();
    expect(turn.body?.params).toEqual({
      thread_id: 'thr_1',
      item_id: 'w1',
      action: { type: 'cats.select_name', payload: { name: 'Pixel', confirmed: true } },
    });
    turn.send(
      { type: 'thread.item.replaced', item: item('Pixel') },
      { type: 'client_effect', name: 'cat_say', data: { text: 'Purr' } },
      { type: 'thread.updated', thread: thread('thr_1', { title: 'Pixel' }) },
    );
    await chat.logs('Pixel it is');
    expect(chat.named('chatkit.effect')).toEqual([{ name: 'cat_say', data: { text: 'Purr' } }]);
    await expect.poll(() => chat.root().querySelector('header')?.textContent).toContain('Pixel');
    expect(steps).toEqual(['asked']);
    turn.end();
    await expect.poll(() => steps).toEqual(['asked', 'answered']);
  });
});

describe('customer-support', () => {
  it('a file passed to setComposerValue is uploaded in two phases and can be sent [E188]', async () => {
    const chat = await renderChat({
      api: { uploadStrategy: { type: 'two_phase' } },
      composer: { attachments: { enabled: true, accept: { 'image/*': ['.png'] }, maxCount: 3 } },
    });
    const attached = chat.element.setComposerValue({
      text: 'Is this my meal?',
      files: [new File(['pixels'], 'meal.png', { type: 'image/png' })],
    });
    const record = {
      id: 'atc_1',
      type: 'image',
      name: 'meal.png',
      mime_type: 'image/png',
      preview_url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
    };
    (await chat.next('attachments.create')).reply({
      ...record,
      upload_descriptor: { url: 'https://support.test/attachments/atc_1/upload', method: 'POST', headers: {} },
    });
    const upload = await chat.next();
    expect(upload.url).toBe('https://support.test/attachments/atc_1/upload');
    upload.reply({ id: 'atc_1' });
    await attached;
    await chat.button('Send message').click();
    const turn = await chat.next('threads.create');
    expect(turn.body?.params).toMatchObject({
      input: { content: [{ text: 'Is this my meal?' }], attachments: ['atc_1'] },
    });
    turn.send(...firstTurn('Is this my meal?'));
    turn.end();
  });
});

describe('metro-map', () => {
  it('a prompt with a tag is sent whole, a client tool answers, the header switches the theme [E189]', async () => {
    let scheme: 'light' | 'dark' = 'light';
    const station = {
      type: 'input_tag' as const,
      id: 'st_1',
      text: 'Titan Border',
      data: { line: 'blue' },
      group: 'Stations',
      interactive: true,
    };
    const given = () => ({
      theme: { colorScheme: scheme },
      header: {
        rightAction: {
          icon: scheme === 'light' ? ('dark-mode' as const) : ('light-mode' as const),
          onClick: () => ((scheme = scheme === 'light' ? 'dark' : 'light'), chat.setOptions(given())),
        },
      },
      startScreen: {
        prompts: [
          { label: 'About a station', prompt: [{ type: 'input_text' as const, text: 'Tell me about ' }, station] },
        ],
      },
      onClientTool: ({ name }: { name: string }) =>
        name === 'get_selected_stations' ? { stationIds: ['st_1', 'st_2'] } : {},
    });
    const chat = await renderChat(given());
    await page.getByRole('button', { name: 'About a station' }).click();
    const turn = await chat.next();
    expect(turn.body?.params).toMatchObject({
      input: { content: [{ type: 'input_text', text: 'Tell me about ' }, station] },
    });
    turn.send(...firstTurn('Tell me about'), toolCall('get_selected_stations', {}));
    turn.end();
    const next = await chat.next();
    expect(next.body?.params).toEqual({ thread_id: 'thr_1', result: { stationIds: ['st_1', 'st_2'] } });

    next.send(options(true), added(assistantItem('m2', '')), delta('m2', 'Two stations '));
    await chat.logs('Two stations');
    expect(chat.element.dataset['colorScheme']).toBe('light');
    [...chat.root().querySelectorAll<HTMLButtonElement>('header button')].at(-1)?.click();
    await expect.poll(() => chat.element.dataset['colorScheme']).toBe('dark');
    next.send(delta('m2', 'are chosen.'));
    await chat.logs('Two stations are chosen.');
    next.end();
  });
});

describe('news-guide', () => {
  it('headers follow the article, a persistent tool stays, an entity shows its preview [E190]', async () => {
    let article = 'featured';
    const sent: (string | null)[] = [];
    const chat = await renderChat({
      composer: { tools: [{ id: 'event_finder', label: 'Event finder', icon: 'calendar', persistent: true }] },
      entities: {
        onRequestPreview: async () => ({
          preview: { type: 'Basic', children: [{ type: 'Text', value: 'By Ada, in March' }] },
        }),
      },
      api: {
        fetch: (url, init) => {
          const headers = new Headers(init?.headers);
          headers.set('article-id', article);
          sent.push(headers.get('article-id'));
          return chat.server.fetch(url, { ...init, headers: Object.fromEntries(headers) });
        },
      },
    });
    await chat.element.setComposerValue({ selectedToolId: 'event_finder' });
    const first = await chat.say('What is on?');
    expect(first.body?.params).toMatchObject({ input: { inference_options: { tool_choice: { id: 'event_finder' } } } });
    const annotations = [
      {
        type: 'annotation',
        index: 5,
        source: { type: 'entity', id: 'a1', title: 'Spring fair', inline_label: 'Fair', interactive: true, data: {} },
      },
    ];
    first.send(
      ...firstTurn('What is on?'),
      done({ ...assistantItem('m2', ''), content: [{ type: 'output_text', text: 'This: a fair.', annotations }] }),
    );
    first.end();
    await chat.logs('a fair.');
    await userEvent.hover(page.getByRole('button', { name: 'Fair', exact: true }));
    await chat.shows('By Ada, in March');

    article = 'second';
    await expect.element(chat.button('Send message')).toBeVisible();
    const second = await chat.say('And here?');
    expect(second.body?.params).toMatchObject({
      input: { inference_options: { tool_choice: { id: 'event_finder' } } },
    });
    expect(sent.at(-1)).toBe('second');
    expect(sent.at(-2)).toBe('featured');
    second.end();
  });
});

describe('marketing-assets', () => {
  it('a placeholder change during a response affects neither response nor draft [E191]', async () => {
    const chat = await renderChat({ composer: { placeholder: 'Describe the asset' } });
    const turn = await chat.say('A poster');
    turn.send(...firstTurn('A poster'), added(assistantItem('m2', '')), delta('m2', 'Drawing '));
    await chat.logs('Drawing');
    await chat.type('in blue');
    chat.setOptions({ composer: { placeholder: 'Waiting for the asset…' } });
    await expect.poll(() => chat.editor().getAttribute('aria-label')).toBe('Waiting for the asset…');
    turn.send(delta('m2', 'a poster.'), done(assistantItem('m2', 'Drawing a poster.')));
    await chat.logs('Drawing a poster.');
    expect(chat.draft()).toBe('in blue');
    expect(turn.isAborted).toBe(false);
    turn.end();
    await expect.poll(() => chat.named('chatkit.response.end')).toHaveLength(1);
    chat.setOptions({ composer: { placeholder: 'Describe the asset' } });
    await expect.poll(() => chat.editor().getAttribute('aria-label')).toBe('Describe the asset');
    expect(chat.errors()).toEqual([]);
  });
});
