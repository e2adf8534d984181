/**
 * Limits the size of a request's body. Most bodies are small. Recordings are large, so all of them together are limited
 * too.
 */
import type { ChatKitRequest } from '@chatdock/protocol/requests/requests';
import { HttpError } from '../errors.ts';

/** The limit of a single body. */
export interface BodyLimit {
  /** Called with each chunk. @throws HttpError 413, or 503 if other recordings use all the memory */
  readonly check: (piece: Uint8Array) => void;
  /**
   * Checks the parsed type, because the start of a body can falsely claim to be a recording. @throws HttpError 413 if a
   * large body is another request
   */
  settle(request: ChatKitRequest): void;
  /** Called when the request is answered: frees its bytes for others. */
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
  new HttpError(503, 'busy', 'Too many recordings are being transcribed right now. Try again in a few seconds.', {
    headers: { 'retry-after': '5' },
  });

function isTranscription(head: Uint8Array): boolean {
  return /"type"\s*:\s*"input\.transcribe"/.test(new TextDecoder().decode(head.subarray(0, HEAD_BYTES)));
}
