import { describe, expect, it } from 'vitest';
import { ADDRESS, create, openChat } from '../../../../test/harness/chat/chat-server.ts';

const list = { type: 'threads.list', params: {} };

const refusal = async (response: Response) => [
  response.status,
  ((await response.json()) as { error: { code: string } }).error.code,
];

describe('cross-origin requests', () => {
  const allowed = { endpoint: { allowedOrigins: ['https://shop.example'], exposedHeaders: ['x-mine'] } };
  const preflight = (origin: string) =>
    openChat(allowed).handle(
      new Request(ADDRESS, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,chatkit-frame-instance-id',
        },
      }),
    );

  it('a preflight from an allowed site allows the headers that the element sends [P015]', async () => {
    const { status, headers } = await preflight('https://shop.example');
    expect([
      status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-methods'),
      headers.get('vary'),
    ]).toEqual([204, 'https://shop.example', 'POST, OPTIONS', 'Origin']);
    expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(
      expect.arrayContaining(['chatkit-frame-instance-id', 'accept-language', 'content-type']),
    );
  });

  it.each([
    'https://shop.example.evil.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://SHOP.example',
    'null',
  ])('%s does not match https://shop.example', async (origin) => {
    const response = await preflight(origin);
    expect([
      response.headers.get('access-control-allow-origin'),
      response.headers.get('vary'),
      ...(await refusal(response)),
    ]).toEqual([null, 'Origin', 403, 'origin_not_allowed']);
    expect((await openChat(allowed).post(create(), { headers: { origin } })).status).toBe(403);
  });

  it('the log names each refused origin once, and the setting', async () => {
    const lines: string[] = [];
    const log = { warn: (_: object, line: string) => void lines.push(line), error: () => undefined };
    const chat = openChat({ log, endpoint: { originsSetting: 'CHATDOCK_ALLOWED_ORIGINS' } });
    for (const origin of ['http://shop.example', 'http://shop.example', 'null'])
      await chat.post(list, { headers: { origin } });
    expect(lines).toEqual([
      'Refused a request from origin http://shop.example, which is not in CHATDOCK_ALLOWED_ORIGINS. Add it there if its pages may use this server.',
      'Refused a request from a page without an origin: it was opened from a file, or is in a sandboxed frame. Serve the page over http or https. Only CHATDOCK_ALLOWED_ORIGINS=* would allow it.',
    ]);
  });

  it('an allowed site can read every answer, including refusals', async () => {
    for (const body of [list, '{']) {
      const { headers } = await openChat(allowed).post(body, { headers: { origin: 'https://shop.example' } });
      expect([
        headers.get('access-control-allow-origin'),
        headers.get('access-control-allow-credentials'),
        headers.get('access-control-expose-headers'),
        headers.get('vary'),
      ]).toEqual([
        'https://shop.example',
        'true',
        'retry-after, chatdock-visitor-token, chatdock-transcribes, x-mine',
        'Origin',
      ]);
    }
  });

  it('answers every site where the owner allows that, but no browser sends cookies along', async () => {
    const chat = openChat({ endpoint: { allowedOrigins: '*' } });
    const { status, headers } = await chat.post(list, { headers: { origin: 'https://any.example' } });
    expect([
      status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-credentials'),
    ]).toEqual([200, '*', null]);
  });

  it("the server's own origin is always allowed, also behind a TLS proxy", async () => {
    for (const headers of [
      { origin: 'https://chat.example' },
      { origin: 'http://chat.example', 'sec-fetch-site': 'same-origin' },
    ])
      expect((await openChat().post(list, { headers })).status).toBe(200);
    expect(
      (await openChat().post(list, { headers: { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' } }))
        .status,
    ).toBe(403);
  });
});
