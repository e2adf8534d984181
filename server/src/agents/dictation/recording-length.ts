/**
 * Reads the duration of a recording from the recording itself, because a client's statement is untrusted.
 *
 * Written by hand, because the bytes are untrusted, and the tested libraries either read a browser's recording as
 * nearly empty or looped endlessly on a damaged one. Every loop here advances through the bytes and ends with them.
 */

/**
 * In seconds; null if it cannot be read, although the recording may be valid. Supports WebM, MP4, Ogg (Opus and Vorbis)
 * and WAV, also as browsers record them: in pieces, without a length in the header.
 */
export function readRecordingSeconds(data: Uint8Array): number | null {
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  try {
    const seconds = readerFor(bytes)?.(bytes) ?? 0;
    return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
  } catch (cause) {
    // Cut off or damaged: an offset points past the end.
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

function readerFor(bytes: DataView): ((bytes: DataView) => number) | null {
  if (bytes.getUint32(0) === 0x1a45dfa3) return webmSeconds;
  if (nameAt(bytes, 4) === 'ftyp') return mp4Seconds;
  if (nameAt(bytes, 0) === 'OggS') return oggSeconds;
  return nameAt(bytes, 0) === 'RIFF' && nameAt(bytes, 8) === 'WAVE' ? wavSeconds : null;
}

const nameAt = (bytes: DataView, at: number) =>
  String.fromCharCode(bytes.getUint8(at), bytes.getUint8(at + 1), bytes.getUint8(at + 2), bytes.getUint8(at + 3));

// WebM: elements of an id, a size and a body. The time of the last block counts, or the duration in the header.

const WEBM = {
  segment: 0x18538067,
  info: 0x1549a966,
  cluster: 0x1f43b675,
  blockGroup: 0xa0,
  scale: 0x2ad7b1,
  duration: 0x4489,
  clusterTime: 0xe7,
  simpleBlock: 0xa3,
  block: 0xa1,
} as const;
const WEBM_PARENTS: ReadonlySet<number> = new Set([WEBM.segment, WEBM.info, WEBM.cluster, WEBM.blockGroup]);

function webmSeconds(bytes: DataView): number {
  let [scale, duration, clusterTime, last] = [1_000_000, 0, 0, 0];
  for (let at = 0; at < bytes.byteLength;) {
    const idLength = vintLength(bytes, at);
    const id = uintAt(bytes, at, idLength);
    const sizeLength = vintLength(bytes, at + idLength);
    const size = uintAt(bytes, at + idLength, sizeLength) - 2 ** (7 * sizeLength);
    const body = at + idLength + sizeLength;
    // A parent is walked into, so that one of unknown size needs no end.
    at = WEBM_PARENTS.has(id) ? body : body + size;
    if (id === WEBM.scale) scale = uintAt(bytes, body, size);
    else if (id === WEBM.duration) duration = size === 4 ? bytes.getFloat32(body) : bytes.getFloat64(body);
    else if (id === WEBM.clusterTime) clusterTime = uintAt(bytes, body, size);
    else if (id === WEBM.simpleBlock || id === WEBM.block)
      last = Math.max(last, clusterTime + bytes.getInt16(body + vintLength(bytes, body)));
  }
  return (Math.max(duration, last) * scale) / 1e9;
}

/** The length of a number that begins with as many zero bits as it has further bytes. */
function vintLength(bytes: DataView, at: number): number {
  const length = Math.clz32(bytes.getUint8(at)) - 23;
  if (length > 8) throw new RangeError('Not a number of EBML.');
  return length;
}

function uintAt(bytes: DataView, at: number, length: number): number {
  if (length > 8) throw new RangeError('A number of more than 8 bytes.');
  let value = 0;
  for (let index = 0; index < length; index += 1) value = value * 256 + bytes.getUint8(at + index);
  return value;
}

// MP4: boxes of a size, a name and a body. The length is in the track's header, or is the sum of the fragments'
// lengths.

const MP4_PARENTS: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'mvex', 'moof', 'traf']);

interface Mp4Track {
  unitsPerSecond: number;
  duration: number;
  unitsPerSample: number;
}

function mp4Seconds(bytes: DataView): number {
  const tracks = new Map<number, Mp4Track>();
  const trackOf = (id: number) =>
    tracks.get(id) ?? tracks.set(id, { unitsPerSecond: 0, duration: 0, unitsPerSample: 0 }).get(id);
  let track: Mp4Track | undefined;
  let unitsPerSample = 0;
  for (let at = 0; at + 8 <= bytes.byteLength;) {
    const short = bytes.getUint32(at);
    const name = nameAt(bytes, at + 4);
    const header = short === 1 ? 16 : 8;
    const size = short === 1 ? uintAt(bytes, at + 8, 8) : short === 0 ? bytes.byteLength - at : short;
    if (size < header) throw new RangeError('A box that ends before it begins.');
    const body = at + header;
    at = MP4_PARENTS.has(name) ? body : at + size;
    if (name === 'tkhd') track = trackOf(bytes.getUint32(body + (bytes.getUint8(body) === 1 ? 20 : 12)));
    else if (name === 'trex')
      Object.assign(trackOf(bytes.getUint32(body + 4)) ?? {}, { unitsPerSample: bytes.getUint32(body + 12) });
    else if (name === 'mdhd' && track) {
      const long = bytes.getUint8(body) === 1;
      const duration = long ? uintAt(bytes, body + 24, 8) : bytes.getUint32(body + 16);
      track.unitsPerSecond = bytes.getUint32(body + (long ? 20 : 12));
      if (duration < 0xffffffff) track.duration = duration;
    } else if (name === 'tfhd') {
      const flags = bytes.getUint32(body);
      track = trackOf(bytes.getUint32(body + 4));
      unitsPerSample =
        (flags & 0x8) === 0
          ? (track?.unitsPerSample ?? 0)
          : bytes.getUint32(body + 8 + (flags & 0x1) * 8 + (flags & 0x2) * 2);
    } else if (name === 'tfdt' && track)
      track.duration = Math.max(
        track.duration,
        bytes.getUint8(body) === 1 ? uintAt(bytes, body + 4, 8) : bytes.getUint32(body + 4),
      );
    else if (name === 'trun' && track) track.duration += trackRunUnits(bytes, { body, end: at }, unitsPerSample);
  }
  return Math.max(
    0,
    ...[...tracks.values()]
      .filter(({ unitsPerSecond }) => unitsPerSecond > 0)
      .map(({ duration, unitsPerSecond }) => duration / unitsPerSecond),
  );
}

function trackRunUnits(bytes: DataView, { body, end }: { body: number; end: number }, unitsPerSample: number): number {
  const flags = bytes.getUint32(body);
  const samples = bytes.getUint32(body + 4);
  if ((flags & 0x100) === 0) return samples * unitsPerSample;
  const first = body + 8 + [0x1, 0x4].filter((flag) => (flags & flag) !== 0).length * 4;
  const width = [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length * 4;
  let units = 0;
  // Otherwise each of many small boxes could cause a read of the whole file.
  if (first + samples * width > end) throw new RangeError('More samples than the box has room for.');
  for (let sample = 0; sample < samples; sample += 1) units += bytes.getUint32(first + sample * width);
  return units;
}

// Ogg: pages, each with the number of the last sample in it.

function oggSeconds(bytes: DataView): number {
  const firstBody = 27 + bytes.getUint8(26);
  const isOpus = nameAt(bytes, firstBody) === 'Opus';
  const samplesPerSecond = isOpus
    ? 48_000
    : nameAt(bytes, firstBody + 1) === 'vorb'
      ? bytes.getUint32(firstBody + 12, true)
      : 0;
  let last = 0;
  for (let at = 0; at + 27 <= bytes.byteLength && nameAt(bytes, at) === 'OggS';) {
    const samples = Number(bytes.getBigInt64(at + 6, true));
    last = Math.max(last, samples);
    const segments = bytes.getUint8(at + 26);
    let size = 27 + segments;
    for (let segment = 0; segment < segments; segment += 1) size += bytes.getUint8(at + 27 + segment);
    at += size;
  }
  return samplesPerSecond === 0 ? 0 : last / samplesPerSecond;
}

// WAV: chunks. The format chunk contains the bytes per second. A streaming recorder does not know the size of the data.

function wavSeconds(bytes: DataView): number {
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= bytes.byteLength;) {
    const size = bytes.getUint32(at + 4, true);
    const name = nameAt(bytes, at);
    if (name === 'fmt ') bytesPerSecond = bytes.getUint32(at + 16, true);
    if (name === 'data') return bytesPerSecond === 0 ? 0 : Math.min(size, bytes.byteLength - at - 8) / bytesPerSecond;
    at += 8 + size + (size % 2);
  }
  return 0;
}
