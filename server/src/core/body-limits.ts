/** How large a request's body may be: most are small, recordings are large, and all recordings together are bounded. */
import type { ChatKitRequest } from '@chatdock/protocol/requests';
import { HttpError } from './errors.ts';

/** The limit of one body. */
export interface BodyLimit {
  /** Called with each piece as it comes. @throws HttpError 413, or 503 when other recordings leave no room */
  readonly check: (piece: Uint8Array) => void;
  /** The head of a body only promises a recording. @throws HttpError 413 when a large body turned out to be something else */
  settle(request: ChatKitRequest): void;
  /** The request is answered: its bytes are free for others. */
  close(): void;
}

const HEAD_BYTES = 512;

export function createBodyLimits({
  maxBodyBytes = 262_144,
  maxAudioBodyBytes = 8_388_608,
  maxAudioBytesAtOnce = 16_777_216,
}: {
  maxBodyBytes?: number | undefined;
  maxAudioBodyBytes?: number | undefined;
  maxAudioBytesAtOnce?: number | undefined;
}): { open(): BodyLimit } {
  let audioBytes = 0;
  return {
    open() {
      let size = 0;
      let isAudio: boolean | undefined;
      return {
        check(piece) {
          isAudio ??= isTranscription(piece);
          size += piece.byteLength;
          if (isAudio) audioBytes += piece.byteLength;
          const limit = isAudio ? maxAudioBodyBytes : maxBodyBytes;
          if (size > limit) throw tooLarge(limit);
          if (isAudio && size > maxBodyBytes && audioBytes > maxAudioBytesAtOnce) throw busy();
        },
        settle({ type }) {
          if (size > maxBodyBytes && type !== 'input.transcribe') throw tooLarge(maxBodyBytes);
        },
        close() {
          if (isAudio) audioBytes -= size;
          isAudio = false;
        },
      };
    },
  };
}

const tooLarge = (limit: number) =>
  new HttpError(413, 'too_large', `The request is larger than ${limit} bytes, so it was not read.`);

const busy = () =>
  new HttpError(
    503,
    'busy',
    'Too many recordings are being turned into text at the moment. Try again in a few seconds.',
    { headers: { 'retry-after': '5' } },
  );

function isTranscription(head: Uint8Array): boolean {
  return /"type"\s*:\s*"input\.transcribe"/.test(new TextDecoder().decode(head.subarray(0, HEAD_BYTES)));
}
