/**
 * Files in a bucket of S3-compatible storage. Bytes pass through this server, which checks them, or go directly to the
 * bucket and are checked there (`DirectUploads`).
 */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { AwsClient } from 'aws4fetch';
import { StoreUnavailableError } from '../../../core/errors.ts';
import { type BlobStore, checkedKey, keyExists, type Offer, type OfferedFile, writeAll } from '../blob-store.ts';
import { ANSWER_MS, requireSuccess } from './answers.ts';
import { DirectUploads, type SignUpload } from './direct-uploads.ts';

/** Options of `openS3BlobStore`: the bucket, and the keys that may read and write it. */
export interface S3Options {
  readonly bucket: string;
  /** The prefix of all object names, without slashes at its ends. @defaultValue none */
  readonly prefix?: string | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** @defaultValue 'us-east-1' */
  readonly region?: string | undefined;
  /** The endpoint of a provider other than AWS, such as `https://s3.example`. @defaultValue AWS in that region */
  readonly endpoint?: string | undefined;
  /**
   * Origins of pages that may upload announced files directly to the bucket, if its CORS rules allow each of them a
   * `PUT` with a `Content-Type`; `*` for all pages. @defaultValue none: files pass through this server
   */
  readonly directFrom?: readonly string[] | undefined;
}

const UPLOAD_MS = 300_000;
/** The storage asks for a retry with these. */
const BUSY = new Set([429, 500, 503]);
const TRIES = 3;
const FIRST_PAUSE_MS = 200;

/**
 * A `BlobStore` in a bucket. An upload is kept in an unnamed temporary file until it is complete, because S3 must know
 * its size, and because a busy storage gets it again. Errors: rejects if the package aws4fetch is not installed.
 */
export async function openS3BlobStore(options: S3Options): Promise<BlobStore> {
  const { AwsClient: Client, AwsV4Signer: Signer } = await import('aws4fetch').catch((cause: unknown): never => {
    throw new Error(
      'CHATDOCK_FILES is set, and the package that speaks to S3 is not installed. Run: npm install aws4fetch',
      { cause },
    );
  });
  const { accessKeyId, secretAccessKey, sessionToken, region = 'us-east-1' } = options;
  const keys = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }), region, service: 's3' };
  // Its own retries cannot send a stream twice.
  const client = new Client({ ...keys, retries: 0 });
  const sign: SignUpload = async (url, headers) => {
    const signer = new Signer({
      ...keys,
      method: 'PUT',
      url,
      headers: { ...headers },
      signQuery: true,
      allHeaders: true,
    });
    return (await signer.sign()).url.href;
  };
  return new S3BlobStore(client, options, sign);
}

class S3BlobStore implements BlobStore {
  readonly #client: AwsClient;
  readonly #base: string;
  readonly #direct: DirectUploads | undefined;

  constructor(client: AwsClient, options: S3Options, sign: SignUpload) {
    this.#client = client;
    this.#base = baseOf(options);
    const { directFrom: origins = [], bucket } = options;
    if (origins.length === 0) return;
    const send = (url: string, init: RequestInit) => this.#send(url, init);
    this.#direct = new DirectUploads({ base: this.#base, bucket, origins, send, sign });
  }

  async offer(key: string, file: OfferedFile): Promise<Offer | null> {
    this.#url(key);
    return (await this.#direct?.offer(key, file)) ?? null;
  }

  async take(key: string): Promise<boolean> {
    const url = this.#url(key);
    if (!this.#direct || (await this.has(key))) return false;
    return await this.#direct.take(key, url);
  }

  async write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const url = this.#url(key);
    const file = await openUnnamed();
    try {
      let size = 0;
      for await (const chunk of bytes) {
        await writeAll(file, chunk);
        size += chunk.byteLength;
      }
      // Not every storage supports the condition below.
      if (await this.has(key)) throw keyExists();
      await this.#put(url, file, size);
    } finally {
      await file.close();
    }
  }

  async read(
    key: string,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<{ sizeBytes: number; stream: Readable } | null> {
    const opening = new AbortController();
    const timer = setTimeout(() => opening.abort(), ANSWER_MS);
    const signals = AbortSignal.any([opening.signal, ...(signal ? [signal] : [])]);
    const response = await this.#send(this.#url(key), { signal: signals })
      .catch((cause: unknown): never => {
        signal?.throwIfAborted();
        throw cause;
      })
      .finally(() => clearTimeout(timer));
    if (response.status === 404 || !response.body) return await nothing(response);
    await requireSuccess(response, 'read');
    // The global fetch's body has the DOM's type. At run time it is Node's own object.
    const stream = Readable.fromWeb(response.body as unknown as NodeReadableStream);
    return { sizeBytes: Number(response.headers.get('content-length')), stream };
  }

  async has(key: string): Promise<boolean> {
    const response = await this.#send(this.#url(key), { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_MS) });
    if (response.status === 404) return false;
    await requireSuccess(response, 'looked up');
    return true;
  }

  /** A missing bucket and a missing file are both 404, and only the answer to GET says which. */
  async check(): Promise<void> {
    const response = await this.#send(this.#url('check'), { signal: AbortSignal.timeout(ANSWER_MS) });
    const answer = await response.text();
    if (response.status !== 404 || answer.includes('NoSuchBucket'))
      await requireSuccess(new Response(answer, { status: response.status }), 'looked up');
  }

  async delete(key: string): Promise<void> {
    const response = await this.#send(this.#url(key), { method: 'DELETE', signal: AbortSignal.timeout(ANSWER_MS) });
    if (response.status !== 404) await requireSuccess(response, 'deleted');
    await response.body?.cancel();
    await this.#direct?.forget(key);
  }

  async #put(url: string, file: FileHandle, size: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const stream = file.createReadStream({ start: 0, autoClose: false });
      const response = await this.#send(url, {
        method: 'PUT',
        headers: { 'content-length': String(size), 'if-none-match': '*' },
        // The stream types of Node and of the web differ, but describe the same object.
        body: Readable.toWeb(stream) as unknown as NonNullable<RequestInit['body']>,
        duplex: 'half',
        signal: AbortSignal.timeout(UPLOAD_MS),
      });
      if (response.status === 412 || response.status === 409) {
        await response.body?.cancel();
        throw keyExists();
      }
      if (!BUSY.has(response.status) || attempt === TRIES) {
        await requireSuccess(response, 'stored');
        await response.body?.cancel();
        return;
      }
      await response.body?.cancel();
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt));
    }
  }

  async #send(url: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> {
    try {
      return await this.#client.fetch(url, init);
    } catch (cause) {
      throw new StoreUnavailableError('The file storage cannot be reached. Check CHATDOCK_FILES and its endpoint.', {
        cause,
      });
    }
  }

  #url(key: string): string {
    return `${this.#base}/${checkedKey(key)}`;
  }
}

/** AWS expects the bucket in the host name, if a certificate covers it. Other providers accept it in the path. */
function baseOf({ bucket, prefix = '', region = 'us-east-1', endpoint }: S3Options): string {
  const path = prefix === '' ? '' : `/${prefix.split('/').map(encodeURIComponent).join('/')}`;
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/u, '')}/${bucket}${path}`;
  if (bucket.includes('.')) return `https://s3.${region}.amazonaws.com/${bucket}${path}`;
  return `https://${bucket}.s3.${region}.amazonaws.com${path}`;
}

async function nothing(response: Response): Promise<null> {
  await response.body?.cancel();
  return null;
}

/** A file that is unlinked as soon as it is open, so that a killed process leaves no file behind. */
async function openUnnamed(): Promise<FileHandle> {
  const path = join(tmpdir(), `chatdock-${crypto.randomUUID()}.part`);
  try {
    const file = await open(path, 'wx+', 0o600);
    await rm(path, { force: true });
    return file;
  } catch (cause) {
    throw new StoreUnavailableError(
      'A file could not be stored: the folder for temporary files is full or read-only.',
      {
        cause,
      },
    );
  }
}
