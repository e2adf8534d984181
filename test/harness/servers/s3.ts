/** An S3 server from npm, for tests, in this process. It checks the signature of every request. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';

export interface S3Process {
  readonly url: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

/** Rules of a bucket that let pages of this origin send files. */
const corsFor = (origin: string) => `<CORSConfiguration><CORSRule><AllowedOrigin>${origin}</AllowedOrigin>
  <AllowedMethod>PUT</AllowedMethod><AllowedHeader>Content-Type</AllowedHeader></CORSRule></CORSConfiguration>`;

/** Starts it with one empty bucket, which takes files from pages of `pageOrigin`. */
export async function startS3(bucket: string, pageOrigin?: string): Promise<S3Process> {
  const directory = await mkdtemp(join(tmpdir(), 'chatdock-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: pageOrigin === undefined ? [] : [corsFor(pageOrigin)] }],
  });
  const { port } = await server.run();
  return {
    url: `http://127.0.0.1:${port}`,
    // The package knows these two and no others.
    keys: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    async stop() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
