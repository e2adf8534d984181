/** Checks that a new visitor is human: verifies the page's token from Turnstile or hCaptcha with that service. */

/** The header with the proof, sent with the request that needs a new identity. */
export const VISITOR_PROOF_HEADER = 'chatdock-visitor-proof';

/** Decides whether a new visitor gets an identity. `proof` is null if the page sent none. */
export type VerifyVisitor = (proof: string | null, request: Request) => Promise<boolean>;

/** Both services have the same interface. */
export const PROOF_SERVICES = {
  turnstile: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  hcaptcha: 'https://api.hcaptcha.com/siteverify',
} as const;

interface SiteVerifyOptions {
  /** One of `PROOF_SERVICES`, or the address of a service with the same interface. */
  readonly url: string;
  readonly secret: string;
  /** @defaultValue the platform's, looked up at each call */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const MAX_PROOF_CHARS = 4096;
const TIMEOUT_MS = 5000;

/**
 * Verifies each proof with the service. If the service cannot be reached, the visitor is refused and the page can try
 * again.
 */
export function siteVerify({ url, secret, fetch }: SiteVerifyOptions): VerifyVisitor {
  return async (proof) => {
    if (proof === null || proof === '' || proof.length > MAX_PROOF_CHARS) return false;
    try {
      const answer = await (fetch ?? globalThis.fetch)(url, {
        method: 'POST',
        body: new URLSearchParams({ secret, response: proof }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const body: unknown = await answer.json();
      return typeof body === 'object' && body !== null && 'success' in body && body.success === true;
    } catch {
      return false;
    }
  };
}
