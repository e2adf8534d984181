/** Stores the bytes of files by key. */
import { createReadStream } from 'node:fs';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, link, mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { HttpError, StoreUnavailableError } from '../../core/errors.ts';

/** Keys are attachment ids that this server generated: letters, digits and underscores. */
export interface BlobStore {
  /**
   * Stores a stream without holding it in memory. If `bytes` throws, nothing is stored. Resolves once the bytes would
   * survive a crash. A key is written only once: with S3, send `If-None-Match: *`.
   * @throws BlobExistsError if the key already has a blob, which stays unchanged
   */
  write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Null if there is no such blob. The caller reads the stream or destroys it. `signal` cancels the opening. */
  read(
    key: string,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<{ sizeBytes: number; stream: Readable } | null>;
  has(key: string): Promise<boolean>;
  /** A missing blob is not an error. */
  delete(key: string): Promise<void>;
  /** An address where a client can send the bytes straight to the storage; null when it must send them to this server. */
  offer?(key: string, file: OfferedFile): Promise<Offer | null>;
  /**
   * Creates a blob from the upload at an offered address. The address cannot change it afterwards. The caller then
   * checks the blob. False if nothing was uploaded, or if the key already has a blob.
   */
  take?(key: string): Promise<boolean>;
  /** Deletes the remains of interrupted uploads. */
  sweep?(): Promise<void>;
  /**
   * Called at the start of a process. Rejects with a readable message if the storage cannot be used with its settings.
   */
  check?(): Promise<void>;
}

/** The upload that a client may send to an offered address. */
export interface OfferedFile {
  readonly sizeBytes: number;
  readonly type: string;
  /** How long the address works. */
  readonly forMs: number;
}

/** The address for a `PUT` of the bytes, and the required headers. */
export interface Offer {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The key already has a blob. Of two simultaneous uploads, only one succeeds. */
export class BlobExistsError extends Error {
  override readonly name = 'BlobExistsError';
}

export interface DiskOptions {
  /** Files are refused while the disk has less free space than this, in bytes. @defaultValue 0 */
  readonly minFreeBytes?: number | undefined;
}

/** An upload that has not grown for a day counts as interrupted. */
const UNFINISHED_FOR_MS = 86_400_000;

/** One file per blob in one folder, named by its generated key. */
export class DiskBlobStore implements BlobStore {
  readonly #folder: string;
  readonly #minFreeBytes: number;
  #swept: Promise<void> | undefined;

  /** @param folder Created when it is first needed. Only this process's user can read it. */
  constructor(folder: string, { minFreeBytes = 0 }: DiskOptions = {}) {
    this.#folder = folder;
    this.#minFreeBytes = minFreeBytes;
  }

  async write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await this.#requireRoom();
      await (this.#swept ??= this.sweep());
      await this.#write(key, bytes);
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      throw new StoreUnavailableError('A file could not be stored. The disk may be full or read-only.', { cause });
    }
  }

  async #write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.#path(key);
    const unfinished = `${path}.${crypto.randomUUID()}.part`;
    try {
      const file = await open(unfinished, 'wx', 0o600);
      try {
        for await (const chunk of bytes) await writeAll(file, chunk);
        await file.sync();
      } finally {
        await file.close();
      }
      await claimName(unfinished, path);
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  /** The database is usually on the same disk, so uploads must leave it some space. */
  async #requireRoom(): Promise<void> {
    if (this.#minFreeBytes === 0) return;
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < this.#minFreeBytes)
      throw new HttpError(
        507,
        'disk_full',
        'There isn’t enough space for files right now. Send your message without the file.',
      );
  }

  async read(
    key: string,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<{ sizeBytes: number; stream: Readable } | null> {
    const path = this.#path(key);
    const found = await stat(path).catch(() => null);
    signal?.throwIfAborted();
    return found && { sizeBytes: found.size, stream: createReadStream(path) };
  }

  async has(key: string): Promise<boolean> {
    return await stat(this.#path(key)).then(
      () => true,
      () => false,
    );
  }

  async delete(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  /** Deletes partial files of uploads whose process was killed. */
  async sweep(): Promise<void> {
    const oldest = Date.now() - UNFINISHED_FOR_MS;
    for (const name of await readdir(this.#folder).catch(() => [])) {
      if (!name.endsWith('.part')) continue;
      const path = join(this.#folder, name);
      const found = await stat(path).catch(() => null);
      if (found && found.mtimeMs < oldest) await rm(path, { force: true }).catch(() => undefined);
    }
  }

  #path(key: string): string {
    return join(this.#folder, checkedKey(key));
  }
}

/** @throws if the key could leave the folder or the bucket */
export function checkedKey(key: string): string {
  if (!/^\w{1,100}$/.test(key)) throw new Error('A file key may contain only letters, digits and underscores.');
  return key;
}

export const keyExists = () => new BlobExistsError('A file with this key already exists.');

/** Renames a file unless the new name exists; `rename` would replace the existing file. */
async function claimName(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') throw keyExists();
    // Some file systems do not support links.
    await copyFile(unfinished, path, constants.COPYFILE_EXCL).catch((copyFailure: unknown): never => {
      if (codeOf(copyFailure) === 'EEXIST') throw keyExists();
      throw copyFailure;
    });
  }
}

const codeOf = (cause: unknown) => (cause instanceof Error && 'code' in cause ? cause.code : undefined);

/** Whether the operating system refused it, not one of our checks. */
const isSystemError = (cause: unknown) => cause instanceof Error && 'syscall' in cause;

/** Writes a whole chunk at the end of a file, even where the operating system takes less at once. */
export async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) written += (await file.write(chunk, written)).bytesWritten;
}
