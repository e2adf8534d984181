/** Where the bytes of files are kept, by key. */
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Keys are attachment ids of our own making: letters, digits and underscores. */
export interface BlobStore {
  /** Stores a stream without holding it in memory. When `bytes` throws, nothing is left behind. Resolves once the bytes would survive a crash. */
  write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Null when there is no such blob. Whoever gets the stream reads it or destroys it. */
  read(key: string): Promise<{ sizeBytes: number; stream: Readable } | null>;
  has(key: string): Promise<boolean>;
  /** A missing blob is not an error. */
  delete(key: string): Promise<void>;
}

/** One file per blob in one folder, under names that nobody chose. */
export class DiskBlobStore implements BlobStore {
  readonly #folder: string;

  /** @param folder made when it is first needed; readable by this process's user only. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = this.#path(key);
    const unfinished = `${path}.${crypto.randomUUID()}.part`;
    try {
      const file = await open(unfinished, 'wx', 0o600);
      try {
        await writeAll(file, bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, path);
    } catch (cause) {
      await rm(unfinished, { force: true });
      throw cause;
    }
  }

  async read(key: string): Promise<{ sizeBytes: number; stream: Readable } | null> {
    const path = this.#path(key);
    const found = await stat(path).catch(() => null);
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

  #path(key: string): string {
    if (!/^\w{1,100}$/.test(key)) throw new Error('A file key may have letters, digits and underscores only.');
    return join(this.#folder, key);
  }
}

async function writeAll(file: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of bytes) {
    for (let written = 0; written < chunk.byteLength; ) written += (await file.write(chunk, written)).bytesWritten;
  }
}
