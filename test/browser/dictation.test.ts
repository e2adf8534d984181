/** Speaking instead of typing, with a microphone and a recorder of ours: a test machine has neither. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { renderChat } from '../harness/chat/render-chat.ts';

/** The part of MediaRecorder that is used; records two chunks. */
class FakeRecorder extends EventTarget {
  static supported: readonly string[] = [];
  static isTypeSupported = (type: string) => FakeRecorder.supported.includes(type);
  readonly mimeType: string;
  state = 'inactive';
  constructor(_stream: MediaStream, { mimeType = 'audio/x-own' }: { mimeType?: string } = {}) {
    super();
    this.mimeType = mimeType;
  }
  start() {
    this.state = 'recording';
  }
  stop() {
    this.state = 'inactive';
    for (const words of ['two ', 'words'])
      this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob([words]) }));
    this.dispatchEvent(new Event('stop'));
  }
}

const silence = () => new AudioContext().createMediaStreamDestination().stream;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function dictate(supported: readonly string[]) {
  FakeRecorder.supported = supported;
  vi.stubGlobal('MediaRecorder', FakeRecorder);
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(async () => silence());
  const chat = await renderChat({ composer: { dictation: { enabled: true } } });
  await chat.button('Dictate').click();
  await chat.button('Done').click();
  const request = await chat.next('input.transcribe');
  return { chat, request };
}

describe('while it listens', () => {
  /** A microphone that hears a tone. */
  function tone() {
    const audio = new AudioContext();
    const place = audio.createMediaStreamDestination();
    const oscillator = audio.createOscillator();
    oscillator.connect(place);
    oscillator.start();
    void audio.resume();
    return place.stream;
  }

  async function listen(stream: MediaStream) {
    vi.stubGlobal('MediaRecorder', FakeRecorder);
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(stream);
    const chat = await renderChat({ composer: { dictation: { enabled: true } } });
    await chat.button('Dictate').click();
    await expect.poll(() => chat.root().activeElement?.getAttribute('aria-label')).toBe('Done');
    return chat;
  }

  it('dictation shows the level and the time', async () => {
    const chat = await listen(tone());
    const level = () => chat.root().querySelector<HTMLElement>('.sound-level i')?.getBoundingClientRect().width ?? 0;
    await expect.poll(level, { timeout: 5000 }).toBeGreaterThan(10);
    await expect.poll(() => chat.root().querySelector('[role="timer"]')?.textContent, { timeout: 5000 }).toBe('0:01');
  });

  it('dictation is discarded by Escape, and the microphone released', async () => {
    const stream = silence();
    const chat = await listen(stream);
    const keys: KeyboardEvent[] = [];
    const note = (event: KeyboardEvent) => void keys.push(event);
    document.addEventListener('keydown', note);
    await userEvent.keyboard('{Escape}');
    document.removeEventListener('keydown', note);
    await expect.element(chat.button('Dictate')).toBeVisible();
    expect(stream.getTracks().map(({ readyState }) => readyState)).toEqual(['ended']);
    expect(keys).toEqual([]);
    expect(chat.requests.filter(({ type }) => type === 'input.transcribe')).toEqual([]);
  });
});

describe('dictation', () => {
  it.each([
    [['audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm;codecs=opus'], 'audio/webm;codecs=opus'],
    [['audio/ogg;codecs=opus', 'audio/mp4'], 'audio/mp4'],
    [['audio/ogg;codecs=opus'], 'audio/ogg;codecs=opus'],
    [[], 'audio/x-own'],
  ])('with support for %j records %s [P153]', async (supported, chosen) => {
    const { request } = await dictate(supported);
    expect(request.body?.params['mime_type']).toBe(chosen);
    request.reply({ text: '' });
  });

  it('sends the recording once as bare base64, and inserts the transcript without sending it', async () => {
    const { chat, request } = await dictate(['audio/mp4']);
    expect(atob(String(request.body?.params['audio_base64']))).toBe('two words');
    request.reply({ text: 'two words' });
    await expect.poll(() => chat.draft().trim()).toBe('two words');
    expect(chat.requests.filter(({ type }) => type.startsWith('threads.create'))).toEqual([]);
  });
});
