import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { BlobExistsError, DiskBlobStore } from './blob-store.ts';

async function* chunks(text: string) {
  yield Buffer.from(text);
}

it('a file on disk is written once, and a second one leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chatdock-blobs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const blobs = new DiskBlobStore(folder);
  await blobs.write('atc_1', chunks('first'));
  await expect(blobs.write('atc_1', chunks('second'))).rejects.toThrow(BlobExistsError);
  const read = await blobs.read('atc_1');
  expect(read && (await buffer(read.stream)).toString()).toBe('first');
  expect(await readdir(folder)).toHaveLength(1);
});
