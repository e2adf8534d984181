/** Files in the composer: chosen, dropped, uploaded, refused and sent. */
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  done,
  firstTurn,
  renderChat,
  userItem,
  type RenderOptions,
  type Chat,
} from '../../../test/harness/chat/render-chat.ts';

const file = (name: string, type: string, bytes = 10) => new File([new Uint8Array(bytes)], name, { type });
const withFiles = (attachments: object = {}, uploadStrategy: object = { type: 'two_phase' }): RenderOptions => ({
  composer: { attachments: { enabled: true, ...attachments } },
  api: { uploadStrategy: uploadStrategy as { type: 'two_phase' } },
});
const asAttachment = (name: string, id = 'atc_1', more = {}) => ({
  type: 'file',
  id,
  name,
  mime_type: 'text/plain',
  ...more,
});
/** The files that are part of the message, and those that are not. */
const accepted = (chat: Chat) => chat.root().querySelectorAll('.attachment:not(.refused)').length;
const refused = (chat: Chat) =>
  [...chat.root().querySelectorAll('.refused')].map((file) => file.querySelector('.refused-reason')?.textContent);
/** The announcements for screen readers. */
const announced = (chat: Chat) =>
  [...chat.root().querySelectorAll('[aria-live="polite"] p')].map(({ textContent }) => textContent);
const names = (chat: Chat) =>
  [...chat.root().querySelectorAll('.attachment-name')].map(({ textContent }) => textContent);

describe('attachments', () => {
  it('are off unless enabled, even if other composer options are set [E068]', async () => {
    const chat = await renderChat({
      composer: {
        tools: [{ id: 'a', label: 'A', icon: 'bolt', pinned: true }],
        models: [{ id: 'm', label: 'M' }],
        attachments: { enabled: false },
      },
    });
    expect(chat.button('Add files and tools').elements()).toEqual([]);
    await chat.element.setComposerValue({ files: [file('a.txt', 'text/plain')] });
    expect(chat.root().querySelector('.attachment')).toBeNull();
    chat.setOptions(withFiles());
    await chat.button('Add files and tools').click();
    await expect.element(page.getByRole('menuitem', { name: 'Add photos and files' })).toBeVisible();
  });

  it('two-phase: are created, uploaded with progress, awaited, then sent by id [E027 E042 E072 E073 E074]', async () => {
    const chat = await renderChat(withFiles());
    const added = chat.element.setComposerValue({ text: 'Look', files: [file('notes.txt', 'text/plain', 4)] });
    const create = await chat.next('attachments.create');
    expect(create.body?.params).toEqual({ name: 'notes.txt', size: 4, mime_type: 'text/plain' });
    await expect.poll(() => names(chat)).toEqual(['notes.txt']);
    await expect.element(page.getByRole('progressbar', { name: 'Uploading notes.txt' })).toBeVisible();
    await expect.element(chat.button('Send message')).toBeDisabled();
    create.reply(
      asAttachment('notes.txt', 'atc_1', {
        upload_descriptor: { url: 'https://files.example/put', method: 'PUT', headers: { 'X-Signed': 'yes' } },
      }),
    );
    const upload = await chat.next();
    expect(upload.url).toBe('https://files.example/put');
    expect(upload.init.method).toBe('PUT');
    expect(upload.init.headers).toMatchObject({ 'X-Signed': 'yes', 'Content-Type': 'text/plain' });
    expect(upload.init.body).toBeInstanceOf(File);
    await userEvent.keyboard('{Enter}');
    expect(chat.requests.some(({ type }) => type === 'threads.create')).toBe(false);
    upload.reply({});
    await added;
    expect(page.getByRole('progressbar').elements()).toEqual([]);
    await chat.button('Send message').click();
    const turn = await chat.next();
    expect(turn.body?.params['input']).toMatchObject({
      attachments: ['atc_1'],
      content: [{ type: 'input_text', text: 'Look' }],
    });
    expect(chat.root().querySelector('.attachment')).toBeNull();
    await chat.logs('notes.txt');
    turn.send(...firstTurn('Look'));
    turn.end();
  });

  it('direct: one multipart POST returns the attachment; a POST target gets a form too [E027 E042]', async () => {
    const chat = await renderChat(withFiles({}, { type: 'direct', uploadUrl: '/upload' }));
    void chat.element.setComposerValue({ files: [file('a.txt', 'text/plain')] });
    const upload = await chat.next();
    expect([upload.url, upload.init.method]).toEqual(['/upload', 'POST']);
    const sent = (upload.init.body as FormData).get('file');
    expect((sent as File).name).toBe('a.txt');
    upload.reply(asAttachment('a.txt', 'atc_9'));
    await expect.poll(() => page.getByRole('progressbar').elements()).toEqual([]);
    await chat.type('{Enter}');
    const turn = await chat.next();
    expect(turn.body?.params['input']).toMatchObject({ attachments: ['atc_9'], content: [] });
    turn.send(...firstTurn(''));
    turn.end();
  });

  it('stop uploading when removed, and are deleted on the server once uploaded [E072]', async () => {
    const chat = await renderChat(withFiles());
    void chat.element.setComposerValue({ files: [file('slow.txt', 'text/plain')] });
    const create = await chat.next('attachments.create');
    await chat.button('Remove slow.txt').click();
    expect(create.isAborted).toBe(true);
    expect(names(chat)).toEqual([]);
    const added = chat.element.setComposerValue({ files: [file('quick.txt', 'text/plain')] });
    (await chat.next('attachments.create')).reply(asAttachment('quick.txt', 'atc_2'));
    await added;
    await chat.button('Remove quick.txt').click();
    const gone = await chat.next();
    expect(gone.body).toEqual({ type: 'attachments.delete', params: { attachment_id: 'atc_2' } });
    gone.reply({});
    expect(chat.errors()).toEqual([]);
  });

  it('are checked for count, size and type; a rejected file is reported [E069 E070 E071]', async () => {
    const chat = await renderChat(
      withFiles({
        maxCount: 2,
        maxSize: { 'image/*': 50, 'image/gif': 5, '*': 100 },
        accept: { 'image/*': [], 'text/plain': ['.txt', '.md'] },
      }),
    );
    const add = (...files: File[]) => void chat.element.setComposerValue({ files });
    add(file('big.png', 'image/png', 51));
    await chat.shows('big.png is larger than');
    add(file('big.gif', 'image/gif', 6));
    await chat.shows('big.gif is larger than');
    add(file('big.txt', 'text/plain', 101));
    await chat.shows('big.txt is larger than');
    add(file('run.exe', 'application/x-msdownload', 1));
    await chat.shows('run.exe: this file type isn’t supported');
    expect(chat.errors().map(({ name }) => name)).toEqual(Array.from({ length: 4 }, () => 'FileAttachmentError'));
    expect(accepted(chat)).toBe(0);
    add(file('ok.png', 'image/png', 50), file('read.md', '', 100), file('third.txt', 'text/plain', 1));
    await chat.shows('You can attach only 2 files');
    await expect.poll(() => accepted(chat)).toBe(2);
    await expect.poll(() => chat.server.waiting.map(({ body }) => body?.params['name'])).toEqual(['ok.png', 'read.md']);
  });

  it('default to ten files of any type, up to 100 MB each [E069]', async () => {
    const chat = await renderChat(withFiles());
    void chat.element.setComposerValue({
      files: Array.from({ length: 11 }, (_, index) => file(`f${index}.bin`, 'application/x-anything')),
    });
    await chat.shows('You can attach only 10 files');
    await expect.poll(() => chat.server.waiting.length).toBe(10);
    const huge = file('huge.bin', '');
    Object.defineProperty(huge, 'size', { value: 100 * 1024 * 1024 + 1 });
    await chat.element.setComposerValue({ attachments: [] });
    void chat.element.setComposerValue({ files: [huge] });
    await chat.shows('huge.bin is larger than 100');
  });

  it('stay with their thread, and continue to upload while another is shown', async () => {
    const answers = {
      'threads.get_by_id': ({ thread_id }: { thread_id: string }) => ({
        id: thread_id,
        created_at: '2026-11-22T10:00:00Z',
        status: { type: 'active' },
        metadata: {},
        items: { data: [], has_more: false },
      }),
    };
    const chat = await renderChat({ initialThread: 'thr_1', ...withFiles() }, { answers });
    void chat.element.setComposerValue({
      text: 'Look',
      files: [file('notes.txt', 'text/plain'), file('lost.txt', 'text/plain')],
    });
    const [create, lost] = [await chat.next('attachments.create'), await chat.next('attachments.create')];
    await chat.element.setThreadId('thr_2');
    await expect.poll(() => names(chat)).toEqual([]);
    await expect.element(chat.button('Send message')).toBeDisabled();
    create.reply(asAttachment('notes.txt', 'atc_1'));
    lost.refuse(500);
    await chat.shows('lost.txt couldn’t be uploaded');
    expect(names(chat)).toEqual([]);
    await chat.element.setThreadId('thr_1');
    await expect.poll(() => names(chat)).toEqual(['notes.txt']);
    await chat.button('Send message').click();
    const turn = await chat.next('threads.add_user_message');
    expect(turn.body?.params['input']).toMatchObject({
      attachments: ['atc_1'],
      content: [{ type: 'input_text', text: 'Look' }],
    });
    turn.send(done(userItem('msg_1', 'Look')));
    turn.end();
    expect(names(chat)).toEqual([]);
  });

  it('are added by pasting into the text or dropping on the chat [E075]', async () => {
    const chat = await renderChat(withFiles());
    const clipboardData = new DataTransfer();
    clipboardData.items.add(file('pasted.png', 'image/png'));
    await chat.type('x{Backspace}');
    chat.editor().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    expect((await chat.next()).body?.params).toMatchObject({ name: 'pasted.png' });
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file('dropped.txt', 'text/plain'));
    const surface = chat.root().querySelector('.chat');
    const over = new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true });
    surface?.dispatchEvent(over);
    expect(over.defaultPrevented).toBe(true);
    surface?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    expect((await chat.next()).body?.params).toMatchObject({ name: 'dropped.txt' });
    await expect.poll(() => chat.root().querySelectorAll('.attachment').length).toBe(2);
  });

  it.each([
    { does: 'attach the file if they are on', isOn: true, draft: '', files: 1 },
    { does: 'leave its name as text if they are off', isOn: false, draft: 'cat.png', files: 0 },
  ])('pasted from a folder $does', async ({ isOn, draft, files }) => {
    const chat = await renderChat(isOn ? withFiles() : {});
    await chat.type('x{Backspace}');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'cat.png');
    clipboardData.items.add(file('cat.png', 'image/png'));
    chat.editor().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    await expect.poll(() => [chat.draft(), chat.root().querySelectorAll('.attachment').length]).toEqual([draft, files]);
  });

  it('stay in the composer with the reason if the upload fails, and can be uploaded again', async () => {
    const chat = await renderChat(withFiles());
    const added = chat.element.setComposerValue({ text: 'Look', files: [file('a.txt', 'text/plain')] });
    (await chat.next('attachments.create')).refuse(500);
    await expect.poll(() => refused(chat)).toEqual(['a.txt couldn’t be uploaded.']);
    await added;
    await expect.poll(() => announced(chat)).toEqual(['a.txt couldn’t be uploaded.']);
    expect(chat.root().querySelector('.toasts')).toBeNull();
    await chat.button('Try again: a.txt').click();
    await chat.focuses('Message the AI');
    (await chat.next('attachments.create')).refuse(500);
    await expect.poll(() => refused(chat)).toEqual(['a.txt couldn’t be uploaded.']);

    // The message is sent without the file, which stays for the next one.
    await chat.button('Send message').click();
    const turn = await chat.next('threads.create');
    expect(turn.body?.params['input']).toMatchObject({ attachments: [] });
    turn.send(...firstTurn('Look'));
    turn.end();
    expect(refused(chat)).toEqual(['a.txt couldn’t be uploaded.']);
    await chat.button('Try again: a.txt').click();
    (await chat.next('attachments.create')).reply(asAttachment('a.txt'));
    await expect.poll(() => [names(chat), refused(chat)]).toEqual([['a.txt'], []]);
    await chat.type('{Enter}');
    const second = await chat.next('threads.add_user_message');
    expect(second.body?.params['input']).toMatchObject({ attachments: ['atc_1'] });
    second.end();
  });

  it.each([
    { status: 415, reason: 'run.bin: this file type isn’t supported.' },
    { status: 413, reason: 'run.bin couldn’t be uploaded.' },
  ])('that the server refuses with $status go with the message, and offer no retry', async ({ status, reason }) => {
    const chat = await renderChat(withFiles());
    void chat.element.setComposerValue({ files: [file('run.bin', 'application/octet-stream')] });
    (await chat.next('attachments.create')).refuse(status);
    await expect.poll(() => refused(chat)).toEqual([reason]);
    await expect.poll(() => announced(chat)).toEqual([reason]);
    expect(chat.button(/^Try again/).elements()).toEqual([]);
    const turn = await chat.say('Then without');
    turn.send(...firstTurn('Then without'));
    turn.end();
    await expect.poll(() => refused(chat)).toEqual([]);
  });

  it('whose bytes the server refuses show that the content does not match the type', async () => {
    const chat = await renderChat(withFiles());
    void chat.element.setComposerValue({ files: [file('fake.png', 'image/png')] });
    const upload_descriptor = { url: 'https://files.example/put', method: 'PUT', headers: {} };
    (await chat.next('attachments.create')).reply(asAttachment('fake.png', 'atc_1', { upload_descriptor }));
    (await chat.next()).refuse(415, {}, 'type_mismatch');
    await expect.poll(() => refused(chat)).toEqual(['fake.png: the content doesn’t match the file’s type or size.']);
  });

  it('whose content is refused when the message is sent are named as the reason', async () => {
    const chat = await renderChat(withFiles());
    (await chat.say('See this')).refuse(400, {}, 'wrong_size');
    await chat.complains('A file doesn’t match its type or size. Remove it, then send again.');
    expect(chat.button('Try again').elements()).toEqual([]);
  });

  it('of a wrong type or size stay until removed or a message is sent, without a retry', async () => {
    const chat = await renderChat(withFiles({ accept: { 'image/*': [] }, maxSize: 5 }));
    await chat.element.setComposerValue({
      files: [file('run.exe', 'application/x-msdownload', 1), file('big.png', 'image/png', 6)],
    });
    const reasons = ['run.exe: this file type isn’t supported.', 'big.png is larger than 0 kB, so it wasn’t added.'];
    await expect.poll(() => refused(chat)).toEqual(reasons);
    await expect.poll(() => announced(chat)).toEqual([reasons.join(' ')]);
    expect(chat.button(/^Try again/).elements()).toEqual([]);
    await expect.element(chat.button('Send message')).toBeDisabled();
    await chat.button('Remove run.exe').click();
    await expect.poll(() => refused(chat)).toEqual(reasons.slice(1));
    await chat.focuses('Message the AI');
    const turn = await chat.say('Then without');
    turn.send(...firstTurn('Then without'));
    turn.end();
    await expect.poll(() => refused(chat)).toEqual([]);
  });

  it('beyond the limit can be added once another is removed; at most ten refused ones show', async () => {
    const chat = await renderChat(withFiles({ maxCount: 1 }));
    const added = chat.element.setComposerValue({
      files: Array.from({ length: 14 }, (_, index) => file(`f${index}.txt`, 'text/plain')),
    });
    (await chat.next('attachments.create')).reply(asAttachment('f0.txt'));
    await added;
    await expect.poll(() => refused(chat)).toHaveLength(10);
    expect(refused(chat).at(-1)).toBe('f13.txtYou can attach only 1 file to a message.');
    await expect.poll(() => announced(chat)).toEqual(['You can attach only 1 file to a message.']);
    await chat.button('Remove f0.txt').click();
    (await chat.next('attachments.delete')).reply({});
    await chat.button('Try again: f13.txt').click();
    expect((await chat.next('attachments.create')).body?.params).toMatchObject({ name: 'f13.txt' });
  });

  it('a missing strategy is reported', async () => {
    const chat = await renderChat(withFiles());
    void chat.element.setComposerValue({ files: [file('a.txt', 'text/plain')] });
    (await chat.next('attachments.create')).refuse(500);
    await chat.shows('a.txt couldn’t be uploaded.');
    chat.setOptions({ composer: { attachments: { enabled: true } } });
    void chat.element.setComposerValue({ files: [file('b.txt', 'text/plain')] });
    await expect.poll(() => chat.errors().map(({ name }) => name)).toEqual(['FileAttachmentError', 'IntegrationError']);
  });
});
