/**
 * An S3 server for tests, which checks the signature of every request: one from npm in this process, or a real gateway
 * if `VERSITYGW_PATH` names one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { fileInDocs } from '../packages/docs-code.ts';
import { startVersitygw, versitygwPath } from './versitygw.ts';

export interface S3Process {
  readonly url: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

interface CorsRule {
  AllowedMethods: string[];
  AllowedHeaders: string[];
}

/** The rules that the documentation gives for a bucket, for pages of this origin. */
function corsFor(origin: string): string {
  const { CORSRules: rules }: { CORSRules: CorsRule[] } = JSON.parse(fileInDocs('docs/attachments.md', 'cors.json'));
  const lines = rules.map(
    ({ AllowedMethods: methods, AllowedHeaders: headers }) =>
      `<CORSRule><AllowedOrigin>${origin}</AllowedOrigin>
      ${methods.map((method) => `<AllowedMethod>${method}</AllowedMethod>`).join('')}
      ${headers.map((header) => `<AllowedHeader>${header}</AllowedHeader>`).join('')}</CORSRule>`,
  );
  return `<CORSConfiguration>${lines.join('')}</CORSConfiguration>`;
}

/** Starts it with one empty bucket, which accepts uploads from pages of `pageOrigin`. */
export async function startS3(bucket: string, pageOrigin?: string): Promise<S3Process> {
  const cors = pageOrigin === undefined ? undefined : corsFor(pageOrigin);
  if (versitygwPath !== undefined) return startVersitygw(versitygwPath, bucket, cors);
  const directory = await mkdtemp(join(tmpdir(), 'chatdock-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: cors === undefined ? [] : [cors] }],
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
