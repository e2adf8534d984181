/** Files on their way to a server, on the element. */
import { describe, expect, it } from 'vitest';
import { firstTurn, renderChat, type RenderOptions } from '../harness/chat/render-chat.ts';

const photo = () => new File(['pixels'], 'box.png', { type: 'image/png' });
const record = {
  id: 'atc_1',
  type: 'image',
  name: 'box.png',
  mime_type: 'image/png',
  preview_url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
};
const withUploads = (uploadStrategy: NonNullable<RenderOptions['api']>['uploadStrategy']): RenderOptions => ({
  api: uploadStrategy ? { uploadStrategy } : {},
  composer: { attachments: { enabled: true } },
});

/** The upload as a server receives it: the form's file with its name, or the bytes with the type of the headers. */
async function describeBody({ body, headers }: RequestInit): Promise<string> {
  const file = body instanceof FormData ? body.get('file') : null;
  if (file instanceof File) return `${file.name} ${file.type} ${await file.text()}`;
  return `${new Headers(headers).get('content-type')} ${body instanceof Blob ? await body.text() : 'nothing'}`;
}

describe('direct upload', () => {
  it('sends one multipart POST with the field "file" through api.fetch [P016 P144]', async () => {
    const chat = await renderChat(withUploads({ type: 'direct', uploadUrl: '/files' }));
    const attached = chat.element.setComposerValue({ text: 'look', files: [photo()] });
    const upload = await chat.next();
    expect(upload.url).toBe('/files');
    expect(upload.init.method).toBe('POST');
    const form = upload.init.body as FormData;
    expect([...form.keys()]).toEqual(['file']);
    expect(form.get('file')).toMatchObject({ name: 'box.png', type: 'image/png', size: 6 });
    expect(new Headers(upload.init.headers).has('content-type')).toBe(false);
    upload.reply(record);
    await attached;
    await chat.button('Send message').click();
    const turn = await chat.next('threads.create');
    expect(turn.body?.params).toMatchObject({ input: { attachments: ['atc_1'] } });
    turn.send(...firstTurn('look'));
    turn.end();
  });
});

describe('two-phase upload', () => {
  it.each([
    ['POST', {}, 'a form', 'box.png image/png pixels'],
    ['PUT', { 'x-signed': 'yes' }, 'the bytes', 'image/png pixels'],
  ])(
    'creates the attachment, then uploads by %s, with the headers of the descriptor %j, %s [P145]',
    async (method, headers, _, sent) => {
      const chat = await renderChat(withUploads({ type: 'two_phase' }));
      const attached = chat.element.setComposerValue({ text: 'look', files: [photo()] });
      const create = await chat.next('attachments.create');
      expect(create.body?.params).toEqual({ name: 'box.png', size: 6, mime_type: 'image/png' });
      create.reply({ ...record, upload_descriptor: { url: 'https://bucket.test/atc_1', method, headers } });
      const upload = await chat.next();
      expect([upload.url, upload.init.method]).toEqual(['https://bucket.test/atc_1', method]);
      expect(upload.init.headers).toMatchObject(headers);
      expect(await describeBody(upload.init)).toBe(sent);
      upload.reply('');
      await attached;
      await chat.button('Send message').click();
      const turn = await chat.next('threads.create');
      expect(turn.body?.params).toMatchObject({ input: { attachments: ['atc_1'] } });
      turn.end();
    },
  );
});

describe('a file that is removed before sending', () => {
  it('is deleted on the server [P149]', async () => {
    const chat = await renderChat(withUploads({ type: 'direct', uploadUrl: '/files' }));
    const attached = chat.element.setComposerValue({ files: [photo()] });
    (await chat.next()).reply(record);
    await attached;
    await chat.button(/box\.png/).click();
    const deletion = await chat.next('attachments.delete');
    expect(deletion.body).toEqual({ type: 'attachments.delete', params: { attachment_id: 'atc_1' } });
    deletion.reply({});
    await expect.poll(() => chat.button(/box\.png/).elements()).toEqual([]);
  });
});
