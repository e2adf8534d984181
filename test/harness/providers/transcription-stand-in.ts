/**
 * A stand-in for a speech-to-text service: `POST /v1/audio/transcriptions`, as OpenAI and compatible servers have it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { launchBrowser } from '../browsers/visitor.ts';

export interface TranscriptionStandIn {
  /** Settings of a server that uses this service. */
  env: Record<string, string>;
  /** The received recordings, oldest first. */
  recordings: { name: string; type: string; bytes: Uint8Array }[];
  close(): void;
}

/** Answers every recording with `text`. */
export async function startTranscription(text: string): Promise<TranscriptionStandIn> {
  const recordings: TranscriptionStandIn['recordings'] = [];
  const server = createServer(async (req, res) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of req) chunks.push(chunk as Uint8Array);
    const form = await new Response(Buffer.concat(chunks), {
      headers: { 'content-type': req.headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('file');
    if (file instanceof File)
      recordings.push({ name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) });
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ text }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    env: { CHATDOCK_TRANSCRIBE: 'compatible:whisper-1', COMPATIBLE_BASE_URL: `http://127.0.0.1:${port}/v1` },
    recordings,
    close: () => server.close(),
  };
}

/**
 * A browser whose microphone plays "Where is my order?", made by `espeak-ng -w where-is-my-order.wav "Where is my
 * order?"`, then silence.
 */
export const launchWithMicrophone = () =>
  launchBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${resolve('test/fixtures/where-is-my-order.wav')}%noloop`,
  ]);
