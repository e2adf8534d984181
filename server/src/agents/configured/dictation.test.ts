/** Dictation as the settings configure it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configuredServers } from '../../../../test/harness/providers/configured-servers.ts';

const { provider, configure } = configuredServers();

/** A WAV file: 8000 samples of one byte a second. */
function silence(seconds: number): Buffer {
  const header = Buffer.alloc(44);
  const samples = seconds * 8000;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // one channel
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 128)]);
}

describe('dictation', () => {
  const record = (bytes: number, mime_type = 'audio/webm;codecs=opus') => ({
    type: 'input.transcribe',
    params: { audio_base64: Buffer.alloc(bytes, 1).toString('base64'), mime_type },
  });
  const context = { userId: 'visitor', signal: new AbortController().signal };

  it('is transcribed by the configured service', async () => {
    const { server } = await configure({
      CHATDOCK_TRANSCRIBE: 'compatible:whisper-1',
      COMPATIBLE_BASE_URL: provider().baseURL(),
    });
    expect(await server.process(record(2000), context)).toEqual({ kind: 'json', body: { text: 'heard you' } });
    const sent = String(provider().requests[0]?.body['raw']);
    expect(sent).toContain('filename="recording.webm"');
    expect(sent).toContain('whisper-1');
  });

  it.each([
    [record(2000, 'image/png'), 'Use WebM'],
    [record(11 * 1024 * 1024), 'too long'],
  ])('is refused with a plain message when the recording is unusable', async (request, words) => {
    const { server } = await configure({
      CHATDOCK_TRANSCRIBE: 'compatible:whisper-1',
      COMPATIBLE_BASE_URL: provider().baseURL(),
    });
    await expect(server.process(request, context)).rejects.toThrow(words);
  });

  // Three-second recordings in the pieces of a browser's recorder: their headers contain no duration.
  it.each(['webm', 'mp4', 'ogg'])(
    'is refused with a plain message when a %s recording is too long, by its own length',
    async (ending) => {
      const request = {
        type: 'input.transcribe',
        params: {
          audio_base64: readFileSync(
            new URL(`../../../../test/fixtures/recording.${ending}`, import.meta.url),
          ).toString('base64'),
          mime_type: `audio/${ending}`,
        },
      };
      const settings = { CHATDOCK_TRANSCRIBE: 'compatible:whisper-1', COMPATIBLE_BASE_URL: provider().baseURL() };
      const strict = await configure({ ...settings, CHATDOCK_TRANSCRIBE_SECONDS: '2' });
      await expect(strict.server.process(request, context)).rejects.toMatchObject({
        status: 413,
        code: 'audio_too_long',
        message: 'The recording is too long: the limit is 2 seconds. Record it in shorter parts.',
      });
      expect(provider().requests).toHaveLength(0);
      const generous = await configure({ ...settings, CHATDOCK_TRANSCRIBE_SECONDS: '3' });
      expect(await generous.server.process(request, context)).toEqual({ kind: 'json', body: { text: 'heard you' } });
    },
  );

  it('accepts up to five minutes by default', async () => {
    const { server } = await configure({
      CHATDOCK_TRANSCRIBE: 'compatible:whisper-1',
      COMPATIBLE_BASE_URL: provider().baseURL(),
    });
    const request = (seconds: number) => ({
      type: 'input.transcribe',
      params: { audio_base64: silence(seconds).toString('base64'), mime_type: 'audio/wav' },
    });
    expect(await server.process(request(300), context)).toEqual({ kind: 'json', body: { text: 'heard you' } });
    await expect(server.process(request(301), context)).rejects.toThrow('the limit is 5 minutes');
  });

  it('is empty for a recording without speech', async () => {
    const { server } = await configure({
      CHATDOCK_TRANSCRIBE: 'compatible:whisper-1',
      COMPATIBLE_BASE_URL: provider().baseURL(),
    });
    expect(await server.process(record(10), context)).toEqual({ kind: 'json', body: { text: '' } });
  });

  it('fails with a plain message when the service is down or not configured', async () => {
    const away = await configure({
      CHATDOCK_TRANSCRIBE: 'compatible:whisper-1',
      COMPATIBLE_BASE_URL: 'http://127.0.0.1:1/v1',
    });
    await expect(away.server.process(record(2000), context)).rejects.toThrow('Type your message instead');
    const none = await configure({});
    await expect(none.server.process(record(2000), context)).rejects.toThrow('does not turn speech into text');
  });
});
