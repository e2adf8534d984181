/** The S3 server of compose.scale.yaml as a separate process. `VERSITYGW_PATH` names its program. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { freePort } from './free-port.ts';
import type { S3Process } from './s3.ts';

export const versitygwPath = process.env['VERSITYGW_PATH'];

const keys = { accessKeyId: 'chatdock', secretAccessKey: 'a-secret-of-this-test' };

/** Starts it with one empty bucket and these CORS rules. */
export async function startVersitygw(program: string, bucket: string, cors: string | undefined): Promise<S3Process> {
  const directory = await mkdtemp(join(tmpdir(), 'chatdock-versitygw-'));
  // As in compose.scale.yaml: a folder is a bucket. What else it keeps goes beside it, because not every file system has
  // extended attributes.
  const [files, notes] = [join(directory, 'files'), join(directory, 'notes')];
  await mkdir(join(files, bucket), { recursive: true });
  await mkdir(notes);
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(
    program,
    ['--quiet', '--port', new URL(url).host, '--health', '/health', 'posix', '--sidecar', notes, files],
    {
      env: {
        PATH: process.env['PATH'],
        ROOT_ACCESS_KEY_ID: keys.accessKeyId,
        ROOT_SECRET_ACCESS_KEY: keys.secretAccessKey,
      },
      stdio: 'ignore',
    },
  );
  const gone = once(child, 'exit');
  await untilHealthy(`${url}/health`);
  if (cors !== undefined) {
    const client = new AwsClient({ ...keys, region: 'us-east-1', service: 's3' });
    const headers = { 'content-md5': createHash('md5').update(cors).digest('base64') };
    const answer = await client.fetch(`${url}/${bucket}?cors`, { method: 'PUT', headers, body: cors });
    if (!answer.ok) throw new Error(`versitygw refused the CORS rules: ${answer.status} ${await answer.text()}`);
  }
  return {
    url,
    keys,
    async stop() {
      child.kill();
      await gone;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('versitygw did not become healthy within ten seconds.');
}
