/** Files that were sent: text is shown, everything can be saved, nothing runs. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { onCleanup, renderChat, thread, userItem } from '../../../test/harness/chat/render-chat.ts';

const at = (path: string) => new URL(path, location.href).href;
const file = (id: string, name: string, mime_type: string, download_url?: string) => ({
  type: 'file',
  id,
  name,
  mime_type,
  ...(download_url && { download_url }),
});

/** A message with these files. */
async function conversation(...attachments: object[]) {
  const items = { data: [userItem('msg_1', 'Look', 'thr_1', { attachments })], has_more: false };
  const chat = await renderChat(
    { initialThread: 'thr_1' },
    { answers: { 'threads.get_by_id': thread('thr_1', { items }) } },
  );
  await expect.element(chat.button('Copy message')).toBeInTheDocument();
  const dialog = () => chat.root().querySelector('dialog');
  onCleanup(() => dialog()?.close());
  return { ...chat, dialog };
}

/** The names under which files are saved. */
const saved: string[] = [];
function watchSaving() {
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(`${this.download} ${this.protocol}`);
  });
}
afterEach(() => {
  saved.length = 0;
  vi.restoreAllMocks();
});

describe('a file of a message', () => {
  it('opens by click and key as text, and the focus returns to it', async () => {
    const chat = await conversation(file('f1', 'notes.txt', 'text/plain', at('/test/fixtures/notes.txt')));
    const text = await (await fetch('/test/fixtures/notes.txt')).text();
    await chat.button('Open notes.txt').click();
    await expect.poll(() => chat.dialog()?.querySelector('pre')?.textContent).toBe(text);
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(chat.dialog).toBeNull();
    expect(chat.root().activeElement?.textContent).toBe('notes.txt');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => chat.dialog()?.open).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.poll(chat.dialog).toBeNull();
  });

  it('is shown as text whatever its content, and a long one in part', async () => {
    const chat = await conversation(
      file('f1', 'page.html', 'text/html', at('/demo/index.html')),
      file('f2', 'lock.json', 'application/json', at('/package-lock.json')),
    );
    await chat.button('Open page.html').click();
    await expect.poll(() => chat.dialog()?.querySelector('pre')?.textContent).toContain('<html');
    expect(chat.dialog()?.querySelector('pre')?.children).toHaveLength(0);
    await userEvent.keyboard('{Escape}');
    await chat.button('Open lock.json').click();
    await expect.poll(() => chat.dialog()?.textContent).toContain('This is only the beginning.');
    expect(chat.dialog()?.querySelector('pre')?.textContent?.length).toBeLessThanOrEqual(200_000);
  });

  it('is no longer fetched once its preview is closed', async () => {
    const begun: (AbortSignal | null | undefined)[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation((_, init) => {
      begun.push(init?.signal);
      return new Promise(() => {}); // a server that never answers
    });
    const chat = await conversation(file('f1', 'notes.txt', 'text/plain', at('/test/fixtures/notes.txt')));
    await chat.button('Open notes.txt').click();
    await expect.poll(() => begun.map((signal) => signal?.aborted)).toEqual([false]);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => begun.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it('is saved under a harmless name, and at once if it is not text', async () => {
    watchSaving();
    const chat = await conversation(
      file('f1', '../a\u202efdp.exe', 'application/pdf', at('/test/fixtures/notes.txt')),
      file('f2', 'notes.txt', 'text/plain', at('/test/fixtures/notes.txt')),
    );
    await chat.button(/^Open .*exe$/).click();
    await expect.poll(() => saved).toEqual(['afdp.exe blob:']);
    expect(chat.dialog()).toBeNull();
    await chat.button('Open notes.txt').click();
    await chat.button('Download notes.txt').click();
    await expect.poll(() => saved).toHaveLength(2);
  });

  it('that cannot be fetched shows the visitor an error', async () => {
    watchSaving();
    const chat = await conversation(file('f1', 'gone.pdf', 'application/pdf', 'http://127.0.0.1:9/gone'));
    await chat.button('Open gone.pdf').click();
    await chat.shows('gone.pdf couldn’t be downloaded.');
    expect(saved).toEqual([]);
  });

  it.each([
    ['the server gives no address', file('f1', 'a.txt', 'text/plain')],
    ['the address is a script', file('f1', 'a.txt', 'text/plain', 'javascript:alert(1)')],
    ['the address is data', file('f1', 'a.txt', 'text/plain', 'data:text/html,x')],
  ])('is not a button if %s', async (_, attachment) => {
    const chat = await conversation(attachment);
    expect(chat.root().querySelector('.file-chip')?.getAttribute('role')).toBeNull();
  });
});
