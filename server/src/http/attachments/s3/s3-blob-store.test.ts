/** Against an S3 server from npm that checks signatures, and against a few answers that it never gives. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type S3Process, startS3 } from '../../../../../test/harness/servers/s3.ts';
import { StoreUnavailableError } from '../../../core/errors.ts';
import { BlobExistsError, type BlobStore } from '../blob-store.ts';
import { openS3BlobStore, type S3Options } from './s3-blob-store.ts';

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

let s3: S3Process;
beforeAll(async () => {
  s3 = await startS3('files');
}, 30_000);
afterAll(() => s3.stop());

const open = (options: Partial<S3Options> = {}) =>
  openS3BlobStore({ ...s3.keys, bucket: 'files', endpoint: s3.url, ...options });
const textOf = async (blob: Awaited<ReturnType<Awaited<ReturnType<typeof open>>['read']>>) =>
  blob && { size: blob.sizeBytes, text: (await buffer(blob.stream)).toString() };
let count = 0;
const newKey = () => `atc_${(count += 1)}`;

describe('files in a bucket', () => {
  it('are read as they were stored, and are gone when deleted', async () => {
    const [blobs, key] = [await open(), newKey()];
    expect([await blobs.has(key), await blobs.read(key)]).toEqual([false, null]);
    await blobs.write(key, chunks('Grüße', ' from the bucket'));
    expect([await blobs.has(key), await textOf(await blobs.read(key))]).toEqual([
      true,
      { size: 23, text: 'Grüße from the bucket' },
    ]);
    await blobs.delete(key);
    await blobs.delete(key);
    expect([await blobs.has(key), await blobs.read(key)]).toEqual([false, null]);
  });

  it('are kept under a prefix', async () => {
    const [blobs, key] = [await open({ prefix: 'shop/chat files' }), newKey()];
    await blobs.write(key, chunks('here'));
    expect(await (await open()).has(key)).toBe(false);
    expect(await textOf(await blobs.read(key))).toEqual({ size: 4, text: 'here' });
  });

  it('may be empty or large', { timeout: 30_000 }, async () => {
    const [blobs, empty, large] = [await open(), newKey(), newKey()];
    await blobs.write(empty, chunks());
    expect(await textOf(await blobs.read(empty))).toEqual({ size: 0, text: '' });
    const piece = Buffer.alloc(1_000_000, 7);
    await blobs.write(
      large,
      (async function* () {
        for (let index = 0; index < 20; index += 1) yield piece;
      })(),
    );
    const read = await blobs.read(large);
    let bytes = 0;
    for await (const chunk of read?.stream ?? []) bytes += (chunk as Buffer).byteLength;
    expect([read?.sizeBytes, bytes]).toEqual([20_000_000, 20_000_000]);
  });

  it('are written once', async () => {
    const [blobs, key] = [await open(), newKey()];
    await blobs.write(key, chunks('first'));
    await expect(blobs.write(key, chunks('second'))).rejects.toThrow(BlobExistsError);
    expect(await textOf(await blobs.read(key))).toMatchObject({ text: 'first' });
  });

  it('leave nothing behind when the upload breaks off, neither there nor here', async () => {
    const [blobs, key] = [await open(), newKey()];
    const before = await temporaryFiles();
    const broken = (async function* () {
      yield Buffer.from('half');
      throw new Error('The connection broke.');
    })();
    await expect(blobs.write(key, broken)).rejects.toThrow('The connection broke.');
    expect([await blobs.has(key), await temporaryFiles()]).toEqual([false, before]);
  });

  it.each(['../other', 'a/b', '', 'a b'])('refuse the key %o', async (key) => {
    await expect((await open()).has(key)).rejects.toThrow('letters, digits');
  });

  it.each([
    ['with a file', (blobs: BlobStore) => blobs.write(newKey(), chunks('text'))],
    ['when the process starts', (blobs: BlobStore) => blobs.check?.()],
  ])('report a wrong secret, a wrong bucket and an unreachable storage to the owner, %s', async (_, use) => {
    const sentences = [
      await open({ secretAccessKey: 'wrong' }),
      await open({ bucket: 'nowhere' }),
      await open({ endpoint: 'http://127.0.0.1:1' }),
    ].map(async (blobs) => {
      const cause: unknown = await Promise.resolve(use(blobs)).catch((error: unknown) => error);
      return cause instanceof StoreUnavailableError ? cause.message : cause;
    });
    await expect((await open()).check?.()).resolves.toBeUndefined();
    expect(await Promise.all(sentences)).toEqual([
      expect.stringMatching(/the storage answered 403/),
      expect.stringMatching(/the storage answered 404 NoSuchBucket/),
      'The file storage cannot be reached. Check CHATDOCK_FILES and its endpoint.',
    ]);
  });
});

const temporaryFiles = async () => (await readdir(tmpdir())).filter((name) => /^chatdock-.*\.part$/.test(name));

/** A storage that answers as the test says. */
async function openAt(answer: RequestListener) {
  const http = createServer(answer).listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => void http.close());
  const address = http.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return open({ endpoint: `http://127.0.0.1:${port}` });
}

describe('answers of a storage', () => {
  it('that is busy: the whole file is sent again', async () => {
    const received: string[] = [];
    const blobs = await openAt(async (req, res) => {
      if (req.method === 'HEAD') return void res.writeHead(404).end();
      received.push((await buffer(req)).toString());
      res.writeHead(received.length < 3 ? 503 : 200).end();
    });
    await blobs.write(newKey(), chunks('one', ' piece'));
    expect(received).toEqual(['one piece', 'one piece', 'one piece']);
  });

  it('that already has the file: the conditional upload keeps it', async () => {
    const conditions: unknown[] = [];
    const blobs = await openAt(async (req, res) => {
      if (req.method === 'HEAD') return void res.writeHead(404).end();
      conditions.push(req.headers['if-none-match'], req.headers['content-length']);
      await buffer(req);
      res.writeHead(412).end();
    });
    await expect(blobs.write(newKey(), chunks('late'))).rejects.toThrow(BlobExistsError);
    expect(conditions).toEqual(['*', '4']);
  });

  it('that never arrives: the signal ends the read', async () => {
    const blobs = await openAt(() => undefined);
    const leaving = new AbortController();
    const reading = blobs.read(newKey(), { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 50);
    await expect(reading).rejects.toThrow('abort');
  });
});
