import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecordingSeconds } from './recording-length.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../../test/fixtures/${name}`, import.meta.url));

describe('the length of a recording', () => {
  it.each([
    ['recording.webm', 2.9],
    ['recording.mp4', 2.9],
    ['recording.ogg', 3],
    ['where-is-my-order.wav', 1.3],
  ])('is read from the content of %s', (name, seconds) => {
    expect(readRecordingSeconds(fixture(name))).toBeCloseTo(seconds, 1);
  });

  it.each([
    ['nothing', ''],
    ['one letter', 'R'],
    ['another file', '<!doctype html><title>Hello</title>'],
    ['a header alone', 'RIFF\0\0\0\0WAVE'],
  ])('is unknown for %s', (_name, text) => {
    expect(readRecordingSeconds(Buffer.from(text))).toBeNull();
  });

  it.each(['recording.webm', 'recording.mp4', 'recording.ogg', 'where-is-my-order.wav'])(
    'terminates for %s with any damage',
    (name) => {
      const whole = fixture(name).subarray(0, 5000);
      const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
      fc.assert(
        fc.property(damage, fc.nat(whole.length), (changes, length) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          for (const data of [bytes, bytes.subarray(0, length)])
            expect(readRecordingSeconds(data) ?? 1).toBeGreaterThan(0);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('reads each byte once, even if boxes claim more than they hold', () => {
    const ftyp = Buffer.from('\0\0\0\x08ftyp');
    const tfhd = Buffer.from('\0\0\0\x10tfhd\0\0\0\0\0\0\0\x01', 'latin1');
    const greedy = Buffer.from('\0\0\0\x10trun\0\0\x01\0\0\x10\0\0', 'latin1'); // a million samples in 16 bytes
    expect(
      readRecordingSeconds(Buffer.concat([ftyp, tfhd, ...Array.from({ length: 400_000 }, () => greedy)])),
    ).toBeNull();
  });
});
