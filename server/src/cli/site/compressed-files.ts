/** Sends text files compressed. Each is compressed once, and the result is cached. */
import { readFile, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

type Encoding = 'br' | 'gzip';

const TEXT_FILES = new Set(['.js', '.css', '.html', '.svg', '.json', '.map', '.ts', '.txt']);
/** A smaller file fits into one packet without compression. */
const MIN_BYTES = 1024;
const MAX_BYTES = 4_194_304;

/** The best level takes ten times as long for a few percent, while the first visitor waits. */
const BROTLI_QUALITY = 9;

const compress: Record<Encoding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
      },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/**
 * Answers requests for text files below `folder` if the browser accepts compression. The next handler,
 * `express.static`, handles all other requests (a missing file, a hidden one, a folder, part of a file).
 *
 * The cache contains at most the files of the owner's build. A changed file is compressed again.
 */
export function compressedFiles(folder: string, cacheControl: (path: string) => string): RequestHandler {
  const kept = new Map<string, { version: string; bytes: Promise<Buffer> }>();

  const compressed = (path: string, encoding: Encoding, version: string) => {
    const known = kept.get(`${encoding} ${path}`);
    if (known?.version === version) return known.bytes;
    const bytes = readFile(path).then(compress[encoding]);
    kept.set(`${encoding} ${path}`, { version, bytes });
    return bytes;
  };

  return async (req, res, next) => {
    res.vary('Accept-Encoding');
    const encoding = req.acceptsEncodings('br', 'gzip');
    const path = toFile(folder, req.path);
    if (
      (encoding !== 'br' && encoding !== 'gzip') ||
      path === undefined ||
      (req.method !== 'GET' && req.method !== 'HEAD') ||
      req.headers.range !== undefined
    )
      return next();
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile() || found.size < MIN_BYTES || found.size > MAX_BYTES) return next();
    const version = `${found.size.toString(36)}-${found.mtimeMs.toString(36)}`;
    const bytes = await compressed(path, encoding, version);
    res.set({ 'Content-Encoding': encoding, 'Cache-Control': cacheControl(path), ETag: `W/"${version}-${encoding}"` });
    res.type(extname(path)).send(bytes);
  };
}

/**
 * The text file of a path; undefined if there is none, or if the path leads outside of the folder or to a hidden file.
 */
function toFile(folder: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const file = join(folder, decoded);
  const isInside = file.startsWith(folder + sep) && !/(^|[\\/])\.|\0/.test(decoded);
  return isInside && TEXT_FILES.has(extname(file)) ? file : undefined;
}
