/** One policy for every picture of a thread: answers, widgets, favicons, generated images and previews. */
import { describe, expect, it } from 'vitest';
import {
  assistantItem,
  at,
  renderChat,
  thread,
  userItem,
  type RenderOptions,
} from '../../../test/harness/chat/render-chat.ts';

const item = (type: string, id: string, more: object) => ({ type, id, thread_id: 'thr_1', created_at: at, ...more });
const preview = (preview_url: string) => ({
  type: 'image',
  id: 'atc',
  name: 'p.png',
  mime_type: 'image/png',
  preview_url,
});
/** A real picture on another host: Chromium sends all names below localhost to the server of the tests. */
const foreign = (name: string, host = 'pics.localhost') => `http://${host}:${location.port}/demo/icon.svg?${name}`;

const items = [
  userItem('m1', 'Look', 'thr_1', { attachments: [preview(foreign('preview'))] }),
  assistantItem('m2', `![answer](${foreign('answer')})\n\n![other](${foreign('other', 'else.localhost')})`),
  assistantItem('m3', `[![linked](${foreign('linked')})](https://pics.localhost/)\n\n![rel](/logout) ![rel](logout)`),
  item('widget', 'm4', {
    widget: {
      type: 'Card',
      status: { text: 'From a site', favicon: foreign('favicon') },
      children: [
        { type: 'Image', src: foreign('widget'), alt: 'In a widget' },
        { type: 'Image', src: '/logout', alt: 'Relative' },
        { type: 'Image', src: './logout' },
        { type: 'Markdown', value: `![in Markdown](${foreign('markdown')}) ![rel](../logout)` },
      ],
    },
  }),
  item('generated_image', 'm5', { image: { id: 'i', url: foreign('generated') } }),
];

async function open(more: object = {}, given: RenderOptions = {}, shown: readonly object[] = items) {
  const chat = await renderChat(
    { initialThread: 'thr_1', ...given },
    {
      answers: {
        'threads.get_by_id': ({ thread_id }: { thread_id: string }) =>
          thread(thread_id, { items: { data: shown, has_more: false }, ...more }),
      },
    },
  );
  const sources = () => [...chat.root().querySelectorAll('.stage img')].map((image) => image.getAttribute('src'));
  const offers = () => [...chat.root().querySelectorAll<HTMLButtonElement>('.stage .ck-image-load')];
  const offered = () =>
    offers()
      .map((button) => button.ariaLabel ?? button.textContent)
      .sort();
  return { ...chat, sources, offers, offered };
}

const ask = (host: string) => `Load the image from ${host}`;
const allOffers = ['else.localhost', ...Array.from({ length: 7 }, () => 'pics.localhost')].map(ask);

describe('pictures of other hosts', () => {
  it('wait for a click, which allows the host in the whole thread and no other', async () => {
    const chat = await open();
    await expect.poll(chat.offered).toEqual(allOffers);
    expect(chat.sources()).toEqual([]);
    const linked = chat.offers().find((button) => button.closest('a'));
    const press = new MouseEvent('click', { bubbles: true, cancelable: true, composed: true });
    linked?.focus();
    linked?.dispatchEvent(press);
    expect(press.defaultPrevented).toBe(true); // the link around it is not followed
    await expect
      .poll(chat.sources)
      .toEqual(
        ['preview', 'answer', 'linked', 'favicon', 'widget', 'markdown', 'generated'].map((name) => foreign(name)),
      );
    expect(chat.offered()).toEqual([ask('else.localhost')]);
    expect(chat.root().activeElement?.getAttribute('src')).toBe(foreign('linked'));
    for (const picture of chat.root().querySelectorAll<HTMLImageElement>('.stage img'))
      expect(picture.referrerPolicy).toBe('no-referrer');
    await chat.element.setThreadId('thr_2'); // the permission is for one thread
    await expect.poll(chat.offered).toEqual(allOffers);
    await chat.element.setThreadId('thr_1');
    await expect.poll(chat.offered).toEqual([ask('else.localhost')]);
  });

  it('load if the thread names their host; the others are blocked', async () => {
    const chat = await open({ allowed_image_domains: ['else.localhost'] });
    await expect.poll(chat.sources).toEqual([foreign('other', 'else.localhost')]);
    expect(chat.offered()).toEqual([]);
    expect([...chat.root().querySelectorAll('.ck-image-blocked')].map(({ textContent }) => textContent)).toEqual(
      expect.arrayContaining(['p.png', 'answer', 'linked', 'rel', 'in Markdown', 'Generated image']),
    );
  });

  it('of a widget: the click does not use the row around it', async () => {
    const row = {
      type: 'ListViewItem',
      onClickAction: { type: 'open' },
      children: [{ type: 'Image', src: foreign('row') }],
    };
    const chat = await open({}, {}, [
      userItem('m1', 'Look'),
      item('widget', 'm2', { widget: { type: 'ListView', children: [row] } }),
    ]);
    await expect.poll(chat.offered).toEqual([ask('pics.localhost')]);
    chat.offers()[0]?.click();
    await expect.poll(chat.sources).toEqual([foreign('row')]);
    expect(chat.requests.map(({ type }) => type)).not.toContain('threads.custom_action');
  });
});

describe('pictures that the chat server keeps', () => {
  it('load at once, also from addresses relative to it', async () => {
    const server = 'https://chat.example/v1/chatkit';
    const chat = await open({}, { api: { url: server } }, [
      userItem('m1', 'Look', 'thr_1', { attachments: [preview('https://chat.example/file/1')] }),
      item('generated_image', 'm5', { image: { id: 'i', url: '/made/2' } }),
      assistantItem('m3', '![not the model’s](https://chat.example/file/1)'),
    ]);
    await expect.poll(chat.sources).toEqual(['https://chat.example/file/1', 'https://chat.example/made/2']);
    expect(chat.offered()).toEqual([ask('chat.example')]);
  });
});
