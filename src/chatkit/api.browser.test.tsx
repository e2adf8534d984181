/** Requests: address, fetch function, headers, and the visitor's identity. */
import { describe, expect, it } from 'vitest';
import { done, firstTurn, renderChat, userItem, type Chat } from '../../test/harness/chat/render-chat.ts';

const headersOf = ({ headers }: RequestInit) => headers as Record<string, string>;

describe('requests', () => {
  it('POST to api.url as given, relative too, through api.fetch [E026 E027]', async () => {
    const seen: { url: string; method: string | undefined; type: string }[] = [];
    // The first request may come before `renderChat` has returned.
    let chat: Chat | undefined = undefined;
    const early = () => Response.json({ data: [], has_more: false });
    chat = await renderChat({
      api: {
        url: 'relative/path?tenant=acme',
        fetch: (url, init) => {
          seen.push({ url: String(url), method: init?.method, type: JSON.parse(String(init?.body)).type });
          return chat?.server.fetch(url, init) ?? Promise.resolve(early());
        },
      },
    });
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'));
    turn.end();
    await chat.element.showHistory();
    await expect.poll(() => seen.map(({ type }) => type)).toEqual(['threads.list', 'threads.create', 'threads.list']);
    expect(new Set(seen.map(({ url, method }) => `${method} ${url}`))).toEqual(
      new Set(['POST relative/path?tenant=acme']),
    );
  });

  it('have plain-object headers, with the resolved locale as the only Accept-Language [E029 E030 E031]', async () => {
    const sent: Headers[] = [];
    const chat = await renderChat({
      locale: 'de',
      api: {
        fetch: (url, init) => {
          const spread = { ...init?.headers, 'X-Article': '7' } as Record<string, string>;
          const rewritten = new Headers(init?.headers);
          rewritten.set('Authorization', 'Bearer x');
          for (const [name, value] of Object.entries(spread)) rewritten.set(name, value);
          sent.push(rewritten);
          return Promise.resolve(Response.json({ data: [], has_more: false }, { headers: { via: String(url) } }));
        },
      },
    });
    await expect.poll(() => sent.length).toBeGreaterThan(0);
    expect(sent[0]?.get('content-type')).toBe('application/json');
    expect(sent[0]?.get('accept-language')).toBe('de-DE');
    expect(sent[0]?.get('x-article')).toBe('7');
    chat.setOptions({ locale: 'zh-Hant' as 'zh-TW' });
    const listed = chat.element.fetchUpdates();
    await expect.poll(() => chat.requests.length).toBe(1);
    await listed;
  });

  it("use the browser's language without a locale option [E031]", async () => {
    const chat = await renderChat({ history: { enabled: false } });
    const turn = await chat.say('hello');
    expect(headersOf(turn.init)['accept-language'] ?? headersOf(turn.init)['Accept-Language']).toBe('en');
    expect(Object.getPrototypeOf(turn.init.headers)).toBe(Object.prototype);
    turn.end();
    await chat.complains('went wrong');
  });
});

describe('an anonymous visitor', () => {
  it('sends its token to the issuing server only, and stores it only after first use', async () => {
    const shown: (string | undefined)[] = [];
    const api = (url: string) => ({
      url,
      fetch: (_: unknown, init?: RequestInit) => {
        shown.push(headersOf(init ?? {})['chatdock-visitor-token']);
        return Promise.resolve(
          Response.json({ data: [], has_more: false }, { headers: { 'chatdock-visitor-token': `token-of-${url}` } }),
        );
      },
    });
    const chat = await renderChat({ api: api('/one') });
    await expect.poll(() => shown).toEqual([undefined]);
    expect(localStorage.length).toBe(0);
    await chat.element.fetchUpdates();
    expect(shown).toEqual([undefined, 'token-of-/one']);
    await chat.type('x');
    expect(
      Object.entries(localStorage)
        .filter(([key]) => key.startsWith('chatkit:visitor:'))
        .map(([, value]) => value),
    ).toEqual(['token-of-/one']);
    chat.setOptions({ api: api('/two') });
    await chat.element.fetchUpdates();
    expect(shown.at(-1)).toBeUndefined();
    chat.element.remove();
    await renderChat({ api: api('/one') });
    await expect.poll(() => shown.at(-1)).toBe('token-of-/one');
  });

  it('works where storage is blocked', async () => {
    const storage = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: () => { throw new DOMException('forbidden', 'SecurityError'); } }); // prettier-ignore
    try {
      const chat = await renderChat();
      const turn = await chat.say('hello');
      turn.send(...firstTurn('hello'), done(userItem('msg_1', 'hello')));
      turn.end();
      await chat.logs('hello');
      expect(chat.errors()).toEqual([]);
    } finally {
      if (storage) Object.defineProperty(globalThis, 'localStorage', storage);
    }
  });
});
