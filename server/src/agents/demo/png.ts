/** Creates a PNG without a library: the demo's "image model", so that generated images need no service and no file. */

/** Draws the picture for `seed`: the same words always give the same picture. `cell` is the size of its mosaic, in pixels. */
export function drawPicture(seed: string, { size, cell }: { size: number; cell: number }): string {
  const palette = paletteFor(seed);
  const pixels = new Uint8Array(size * size);
  const wave = waveFor(seed);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const cx = (Math.floor(x / cell) * cell + cell / 2) / size;
      const cy = (Math.floor(y / cell) * cell + cell / 2) / size;
      pixels[y * size + x] = Math.floor(wave(cx, cy) * 15.999);
    }
  }
  return `data:image/png;base64,${toBase64(encodePng(pixels, size, palette))}`;
}

function waveFor(seed: string) {
  const random = randomFrom(seed);
  const waves = Array.from({ length: 4 }, () => ({
    fx: 1 + random() * 5,
    fy: 1 + random() * 5,
    shift: random() * 6.3,
  }));
  return (x: number, y: number) => {
    const sum = waves.reduce(
      (total, { fx, fy, shift }) => total + Math.sin(fx * x * 3 + Math.cos(fy * y * 3 + shift) + shift),
      0,
    );
    return Math.min(0.9999, Math.max(0, (sum / waves.length + 1) / 2));
  };
}

/**
 * From dark to light, with hues over a third of the colour wheel, so that neighbouring steps are easy to distinguish.
 */
function paletteFor(seed: string): Uint8Array {
  const startHue = randomFrom(`${seed} colours`)() * 360;
  const palette = new Uint8Array(16 * 3);
  for (let step = 0; step < 16; step += 1) {
    const share = step / 15;
    palette.set(toRgb(startHue + share * 120, 0.65, 0.15 + share * 0.7), step * 3);
  }
  return palette;
}

/** Source: CSS Color 4, "HSL to RGB". Hue in degrees, the others from 0 to 1. */
function toRgb(hue: number, saturation: number, lightness: number): number[] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const place = (offset + hue / 30) % 12;
    return Math.round((lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1))) * 255);
  });
}

/** Numbers in [0, 1) that depend on `seed` only (mulberry32 over an FNV-1a hash). */
function randomFrom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Source: PNG specification, third edition. One byte per pixel, an index into 16 colours, in stored (uncompressed) blocks. */
function encodePng(pixels: Uint8Array, size: number, palette: Uint8Array): Uint8Array {
  const rows = new Uint8Array(size * (size + 1));
  for (let y = 0; y < size; y += 1) rows.set(pixels.subarray(y * size, (y + 1) * size), y * (size + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, size);
  view.setUint32(4, size);
  header.set([8, 3, 0, 0, 0], 8);
  return concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', storeZlib(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = concat([Uint8Array.from(name, (char) => char.charCodeAt(0)), data]);
  return concat([bigEndian(data.length), body, bigEndian(crc32(body))]);
}

function storeZlib(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let start = 0; start < data.length; start += 0xffff) {
    const block = data.subarray(start, start + 0xffff);
    const last = start + 0xffff >= data.length ? 1 : 0;
    parts.push(
      Uint8Array.of(last, block.length & 0xff, block.length >> 8, ~block.length & 0xff, (~block.length >> 8) & 0xff),
      block,
    );
  }
  parts.push(bigEndian(adler32(data)));
  return concat(parts);
}

function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function adler32(data: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function bigEndian(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function concat(parts: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(binary);
}
