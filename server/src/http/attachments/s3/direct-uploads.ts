/**
 * Uploads directly from the page to the bucket. They arrive under a separate prefix, because a visitor can use an
 * upload address again until it expires, but a file that the site serves must not change.
 */
import type { Offer, OfferedFile } from '../blob-store.ts';
import { ANSWER_MS, requireSuccess } from './answers.ts';

/** A signed address. Exactly these headers must be sent with it. */
export type SignUpload = (url: string, headers: Readonly<Record<string, string>>) => Promise<string>;

interface DirectDeps {
  /** Address of the bucket, prefix included. */
  base: string;
  bucket: string;
  origins: readonly string[];
  send: (url: string, init: RequestInit) => Promise<Response>;
  sign: SignUpload;
}

/** How long the result of the check of the bucket's CORS rules is cached. */
const RULES_MS = 300_000;

export class DirectUploads {
  readonly #deps: DirectDeps;
  #allowed: { until: number; answer: Promise<boolean> } | undefined;

  constructor(deps: DirectDeps) {
    this.#deps = deps;
  }

  /** Null if the bucket's CORS rules do not allow the pages. */
  async offer(key: string, { sizeBytes, type, forMs }: OfferedFile): Promise<Offer | null> {
    if (!(await this.#isAllowed())) return null;
    const url = `${this.#incoming(key)}?X-Amz-Expires=${Math.ceil(forMs / 1000)}`;
    const headers = { 'Content-Type': type };
    // The browser sets the length, and a page cannot change it.
    return { url: await this.#deps.sign(url, { ...headers, 'Content-Length': String(sizeBytes) }), headers };
  }

  /** Copies inside the bucket to `target`. False if nothing was uploaded. */
  async take(key: string, target: string): Promise<boolean> {
    const { bucket, send } = this.#deps;
    const incoming = this.#incoming(key);
    const path = new URL(incoming).pathname;
    const response = await send(target, {
      method: 'PUT',
      headers: { 'x-amz-copy-source': path.startsWith(`/${bucket}/`) ? path : `/${bucket}${path}` },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (response.status === 404) {
      await response.body?.cancel();
      return false;
    }
    await requireSuccess(response, 'stored');
    // A copy that fails after its first byte is reported in an answer with status 200.
    const answer = await response.text();
    if (answer.includes('<Error>')) await requireSuccess(new Response(answer, { status: 500 }), 'stored');
    await this.forget(key);
    return true;
  }

  /** Removes an upload that was not accepted. */
  async forget(key: string): Promise<void> {
    const { send } = this.#deps;
    const response = await send(this.#incoming(key), { method: 'DELETE', signal: AbortSignal.timeout(ANSWER_MS) });
    if (response.status !== 404) await requireSuccess(response, 'deleted');
    await response.body?.cancel();
  }

  /** Sends the preflight that a browser sends before an upload. */
  #isAllowed(): Promise<boolean> {
    if (this.#allowed === undefined || this.#allowed.until < Date.now()) {
      const answers = Promise.all(this.#deps.origins.map((origin) => this.#allowsUploadsFrom(origin)));
      this.#allowed = { until: Date.now() + RULES_MS, answer: answers.then((all) => all.every(Boolean)) };
    }
    return this.#allowed.answer;
  }

  async #allowsUploadsFrom(page: string): Promise<boolean> {
    const origin = page === '*' ? 'https://any.example' : page;
    const response = await fetch(this.#incoming('cors'), {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
      signal: AbortSignal.timeout(ANSWER_MS),
    }).catch(() => undefined);
    await response?.body?.cancel();
    const lists = (name: string, wanted: string) => {
      const given = (response?.headers.get(name) ?? '').toLowerCase().split(/\s*,\s*/u);
      return given.includes('*') || given.includes(wanted.toLowerCase());
    };
    return (
      response?.ok === true &&
      lists('access-control-allow-origin', origin) &&
      lists('access-control-allow-methods', 'PUT') &&
      lists('access-control-allow-headers', 'content-type')
    );
  }

  #incoming = (key: string) => `${this.#deps.base}/incoming/${key}`;
}
