/** Images of a conversation at full size: who can be opened, keys, zoom, focus. */
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { assistantItem, onCleanup, renderChat, thread, userItem } from '../../../test/harness/chat/render-chat.ts';

function paint(color: string, [width, height]: [number, number] = [300, 200]): string {
  const board = document.createElement('canvas');
  Object.assign(board, { width, height });
  const pen = board.getContext('2d');
  if (pen) {
    pen.fillStyle = color;
    pen.fillRect(0, 0, width, height);
  }
  return board.toDataURL('image/png');
}

const red = paint('red');
const green = paint('green');
const huge = paint('blue', [3000, 2000]);
const item = (id: string, type: string, more: object) => ({ ...assistantItem(id, ''), type, ...more });
const data = [
  userItem('msg_1', 'Look', 'thr_1', {
    attachments: [{ type: 'image', id: 'atc_1', name: 'box.png', mime_type: 'image/png', preview_url: huge }],
  }),
  assistantItem(
    'msg_2',
    `![A field](${green}) [![in a link](${red})](https://shop.example) ![away](https://evil.example/x.png)`,
  ),
  item('img_1', 'generated_image', { image: { id: 'i', url: red } }),
];

async function conversation(locale?: 'ar') {
  const given = { initialThread: 'thr_1', ...(locale && { locale }) } as const;
  const chat = await renderChat(given, {
    answers: { 'threads.get_by_id': thread('thr_1', { items: { data, has_more: false } }) },
  });
  const images = () => [...chat.root().querySelectorAll<HTMLImageElement>('img[aria-haspopup="dialog"]')];
  await expect
    .poll(() => images().map(({ alt }) => alt), { timeout: 10_000 })
    .toEqual(['box.png', 'A field', expect.any(String)]);
  const dialog = () => chat.root().querySelector('dialog');
  const shown = () => dialog()?.querySelector('img')?.src;
  const width = () => dialog()?.querySelector('img')?.clientWidth ?? 0;
  onCleanup(() => dialog()?.close());
  return { ...chat, images, dialog, shown, width };
}

describe('an image', () => {
  it('of a message can be opened; one in a link, or one that is not loaded, cannot', async () => {
    const chat = await conversation();
    expect(chat.images().map(({ alt }) => alt)).toEqual(['box.png', 'A field', 'Generated image']);
    expect(chat.root().querySelector('a img')?.getAttribute('role')).toBeNull();
  });

  it('opens by a click and closes by its button; the focus returns to the image', async () => {
    const chat = await conversation();
    await userEvent.click(chat.images()[1] as Element);
    await expect.poll(() => chat.dialog()?.open).toBe(true);
    expect(chat.shown()).toBe(green);
    expect(chat.dialog()?.getAttribute('aria-label')).toBe('A field');
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(chat.dialog).toBeNull();
    expect(chat.root().activeElement).toBe(chat.images()[1]);
  });

  it.each(['{Enter}', ' '])('opens by the key %j, turns by arrows, and Escape returns to the last one', async (key) => {
    const chat = await conversation();
    let received = 0;
    const count = () => void received++;
    document.addEventListener('keydown', count);
    chat.images()[0]?.focus();
    await userEvent.keyboard(key);
    await expect.poll(() => chat.dialog()?.open).toBe(true);
    const before = received;
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(chat.shown).toBe(green);
    await userEvent.keyboard('{End}');
    await expect.poll(() => chat.dialog()?.textContent).toContain('3 of 3');
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => chat.dialog()?.textContent).toContain('1 of 3');
    await userEvent.keyboard('{ArrowLeft}');
    await expect.poll(() => chat.dialog()?.textContent).toContain('3 of 3');
    await userEvent.keyboard('{Home}{Escape}');
    await expect.poll(chat.dialog).toBeNull();
    expect(chat.root().activeElement).toBe(chat.images()[0]);
    expect(received).toBe(before); // no key of the dialog reaches the page
    document.removeEventListener('keydown', count);
  });

  it('moves the other way in a right-to-left language', async () => {
    const chat = await conversation('ar');
    chat.images()[0]?.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => chat.dialog()?.open).toBe(true);
    await userEvent.keyboard('{ArrowLeft}');
    await expect.poll(chat.shown).toBe(green);
  });

  it('is zoomed by keys and buttons within limits, and arrows move over it then', async () => {
    const chat = await conversation();
    chat.images()[0]?.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(chat.width).toBeGreaterThan(0);
    const fitted = chat.width();
    const stage = chat.dialog()?.querySelector('.lightbox-stage');
    expect(fitted).toBeLessThanOrEqual(innerWidth);
    await userEvent.keyboard('+');
    await expect.poll(chat.width).toBe(Math.round(fitted * 1.5));
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(chat.width).toBe(Math.round(fitted * 2.25));
    expect(stage?.scrollLeft).toBeGreaterThan(0);
    const left = stage?.scrollLeft ?? 0;
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => stage?.scrollLeft).toBeGreaterThan(left);
    expect(chat.shown()).toBe(huge);
    await userEvent.keyboard('++++++++++');
    await expect.poll(chat.width).toBe(fitted * 8);
    await userEvent.keyboard('0');
    await expect.poll(chat.width).toBe(fitted);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    expect(chat.width()).toBe(fitted);
    await userEvent.keyboard('+');
    await userEvent.keyboard('-');
    await expect.poll(chat.width).toBe(fitted);
  });

  it('keeps the focus inside, and a press beside it closes it', async () => {
    const chat = await conversation();
    chat.images()[0]?.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => chat.dialog()?.open).toBe(true);
    expect(chat.dialog()?.contains(chat.root().activeElement)).toBe(true);
    chat.editor().focus();
    expect(chat.root().activeElement).not.toBe(chat.editor());
    chat.dialog()?.querySelector<HTMLElement>('.lightbox-stage')?.click();
    await expect.poll(chat.dialog).toBeNull();
  });
});
