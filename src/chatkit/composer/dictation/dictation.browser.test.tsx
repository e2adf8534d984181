/** Dictation: a recording becomes text in the composer, or the visitor learns why not. */
import { describe, expect, it, vi } from 'vitest';
import { firstTurn, renderChat } from '../../../../test/harness/chat/render-chat.ts';

describe('dictation', () => {
  /** Chromium's fake microphone, which plays a tone and needs no permission. */
  function withMicrophone(give: () => Promise<MediaStream>) {
    return vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(give);
  }

  const tone = () => {
    const audio = new AudioContext();
    const destination = audio.createMediaStreamDestination();
    const oscillator = audio.createOscillator();
    oscillator.connect(destination);
    oscillator.start();
    return Promise.resolve(destination.stream);
  };

  it('has a button only when enabled, and inserts the transcript into the text field [E082]', async () => {
    const microphone = withMicrophone(tone);
    const chat = await renderChat();
    expect(chat.button('Dictate').elements()).toEqual([]);
    chat.setOptions({ composer: { dictation: { enabled: true } } });
    await chat.type('So:');
    await chat.button('Dictate').click();
    await chat.button('Done').click();
    const request = await chat.next();
    expect(request.body?.type).toBe('input.transcribe');
    expect(request.body?.params['mime_type']).toMatch(/^audio\//);
    expect(atob(String(request.body?.params['audio_base64'])).length).toBeGreaterThan(0);
    request.reply({ text: ' where is my parcel? ' });
    await expect.poll(() => chat.draft()).toBe('So: where is my parcel?');
    expect(chat.requests.map(({ type }) => type)).not.toContain('threads.create');
    microphone.mockRestore();
  });

  it('has no button where the browser gives pages no microphone', async () => {
    // On a page that is not served securely, the browser has no such property.
    const devices = vi.spyOn(navigator, 'mediaDevices', 'get').mockReturnValue(undefined as unknown as MediaDevices);
    const chat = await renderChat({ composer: { dictation: { enabled: true } } });
    await chat.type('typed instead');
    expect(chat.button('Dictate').elements()).toEqual([]);
    devices.mockRestore();
  });

  it('reports a refused microphone and a failed transcription; the composer still works [E083]', async () => {
    const microphone = withMicrophone(() => Promise.reject(new DOMException('denied', 'NotAllowedError')));
    const chat = await renderChat({ composer: { dictation: { enabled: true } } });
    await chat.button('Dictate').click();
    await chat.shows('The microphone is blocked');
    microphone.mockImplementation(tone);
    await chat.button('Dictate').click();
    await chat.button('Done').click();
    (await chat.next('input.transcribe')).refuse(500);
    await chat.shows('Dictation didn’t work');
    expect(chat.errors().map(({ name }) => name)).toEqual(['DictationError', 'DictationError']);
    const turn = await chat.say('typed instead');
    turn.send(...firstTurn('typed instead'));
    turn.end();
    microphone.mockRestore();
  });
});
