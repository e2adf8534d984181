/** The calls of a recording to the microphone, which is a fake here, because Node has none. */
import { afterEach, expect, it, vi } from 'vitest';
import { startRecording } from './recording.ts';

class FakeRecorder extends EventTarget {
  static isTypeSupported = () => false;
  readonly mimeType = 'audio/x-own';
  state = 'inactive';
  start() {
    this.state = 'recording';
  }
  stop() {
    this.state = 'inactive';
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob(['words']) }));
    this.dispatchEvent(new Event('stop'));
  }
}

/** A microphone with two tracks; `live` counts those that still listen. */
function plugIn() {
  const tracks = [{ isLive: true }, { isLive: true }].map((track) => ({
    ...track,
    stop() {
      this.isLive = false;
    },
  }));
  vi.stubGlobal('MediaRecorder', FakeRecorder);
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => ({ getTracks: () => tracks }) } });
  return { live: () => tracks.filter(({ isLive }) => isLive).length };
}

afterEach(() => vi.unstubAllGlobals());

it('turns the microphone off when a recording is finished', async () => {
  const { live } = plugIn();
  const recording = await startRecording();
  expect(live()).toBe(2);
  const { base64, mimeType } = await recording.stop();
  expect([atob(base64), mimeType]).toEqual(['words', 'audio/x-own']);
  expect(live()).toBe(0);
});

it('turns the microphone off when a recording is cancelled, also a second time', async () => {
  const { live } = plugIn();
  const recording = await startRecording();
  recording.cancel();
  recording.cancel();
  expect(live()).toBe(0);
});
