import type { ChatKitOptions, FileUploadStrategy } from '@openai/chatkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withUploadsElsewhere } from './upload-fetch.ts';

beforeEach(() => void vi.stubGlobal('document', { baseURI: 'https://shop.example/page' }));
afterEach(() => void vi.unstubAllGlobals());

/** The credentials with which each address is sent. */
async function credentialsOf(uploadStrategy: FileUploadStrategy, ...addresses: (string | Request)[]) {
  const seen: (string | undefined)[] = [];
  const api: ChatKitOptions['api'] = {
    url: '/chatkit',
    domainKey: 'local-dev',
    uploadStrategy,
    async fetch(_input, init) {
      seen.push(init?.credentials);
      return new Response();
    },
  };
  const guarded = withUploadsElsewhere(api);
  for (const address of addresses) if ('fetch' in guarded) await guarded.fetch?.(address, { method: 'PUT' });
  return seen;
}

it('sends a file to a signed address of another server without credentials', async () => {
  expect(
    await credentialsOf(
      { type: 'two_phase' },
      '/chatkit',
      'https://shop.example/attachments/atc_1?token=t',
      'https://bucket.example/incoming/atc_1?X-Amz-Signature=s',
      new Request('https://bucket.example/incoming/atc_2'),
    ),
  ).toEqual([undefined, undefined, 'omit', 'omit']);
});

it('leaves the upload address that the page names as it is', async () => {
  const direct = { type: 'direct', uploadUrl: 'https://files.example/upload' } as const;
  expect(await credentialsOf(direct, direct.uploadUrl)).toEqual([undefined]);
});
