/** How long a recording lasts, read from the recording itself: what a client says of it proves nothing. */

/**
 * In seconds; null when it cannot be read, which is no verdict on the recording. Understands WebM, MP4, Ogg, MP3, WAV
 * and FLAC, also as recorders of browsers write them: in pieces, without a length in the header.
 */
export async function readRecordingSeconds(data: Uint8Array): Promise<number | null> {
  const { BufferSource, FLAC, Input, MATROSKA, MP3, MP4, OGG, WAVE, WEBM } = await import('mediabunny');
  // Named one by one: the library also reads playlists, which make it fetch what a stranger's file names.
  const input = new Input({ source: new BufferSource(data), formats: [WEBM, MATROSKA, MP4, OGG, WAVE, FLAC, MP3] });
  try {
    const seconds = await input.computeDuration();
    return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
  } catch {
    return null;
  } finally {
    input.dispose();
  }
}
