/** Reads the beginning of a text file, and no more than that. */
import { fetchFile } from './save-file.ts';

const MAX_BYTES = 200_000;

export interface Beginning {
  text: string;
  /** Whether the file has more than this. */
  isCut: boolean;
}

export async function readBeginning(url: string, signal: AbortSignal): Promise<Beginning> {
  const { body } = await fetchFile(url, signal);
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const piece = await reader?.read();
    if (!piece?.value) return { text: text + decoder.decode(), isCut: false };
    text += decoder.decode(piece.value.subarray(0, MAX_BYTES - bytes), { stream: true });
    bytes += piece.value.length;
    if (bytes <= MAX_BYTES) continue;
    await reader?.cancel();
    return { text, isCut: true };
  }
}
