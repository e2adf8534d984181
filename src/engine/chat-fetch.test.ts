import { describe, expect, it, vi } from 'vitest';
import { createChatFetch, type ChatFetchDeps } from './chat-fetch.ts';

/** The chat's fetch in front of a server that answers with `status`, and the headers the server received. */
function open({ headers = {}, status = 200 }: { headers?: Record<string, string>; status?: number } = {}) {
  const received: Record<string, string>[] = [];
  const traffic = {
    onTurn: vi.fn<ChatFetchDeps['onTurn']>(),
    onAnswer: vi.fn<ChatFetchDeps['onAnswer']>(),
    onMessageSent: vi.fn<ChatFetchDeps['onMessageSent']>(),
    onFeedback: vi.fn<ChatFetchDeps['onFeedback']>(),
  };
  const send = createChatFetch({
    ...traffic,
    headers: () => headers,
    fetch: async (_input, init) => {
      received.push(Object.fromEntries(new Headers(init?.headers)));
      return new Response('{}', { status });
    },
  });
  const post = (body: unknown, init: RequestInit = {}) =>
    send('/chatkit', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
    });
  return { received, post, ...traffic };
}

const message = {
  type: 'threads.add_user_message',
  params: { thread_id: 'thr_1', input: { content: [{ type: 'input_text', text: 'Hello' }] } },
};

describe('the headers of a request', () => {
  it('hold the owner’s beside ChatKit’s, and ChatKit’s where both set the same one', async () => {
    const { received, post } = open({ headers: { 'Content-Type': 'text/plain', 'x-shop': 'berlin' } });
    await post(message);
    expect(received).toEqual([{ 'content-type': 'application/json', 'x-shop': 'berlin' }]);
  });
});

describe('what the dock learns from a request', () => {
  it('is the message that the server accepted', async () => {
    const { post, onMessageSent, onAnswer } = open();
    await post(message);
    expect(onMessageSent.mock.calls).toEqual([[{ threadId: 'thr_1', text: 'Hello' }]]);
    expect(onAnswer.mock.calls).toEqual([[{ isOk: true, isMessage: true, transcribes: undefined }]]);
  });

  it('is no message when the server refused it', async () => {
    const { post, onMessageSent, onAnswer } = open({ status: 401 });
    await post(message);
    expect(onMessageSent).not.toHaveBeenCalled();
    expect(onAnswer.mock.calls).toEqual([[{ isOk: false, isMessage: true, transcribes: undefined }]]);
  });

  it('is the signal of a turn, and nothing for a request that starts no turn', async () => {
    const { post, onTurn } = open();
    const { signal } = new AbortController();
    await post(message, { signal });
    await post({ type: 'threads.list', params: {} }, { signal });
    expect(onTurn.mock.calls).toEqual([[signal]]);
  });

  it('is the rating, only of a kind that exists', async () => {
    const { post, onFeedback } = open();
    const params = { thread_id: 'thr_1', item_ids: ['msg_1'] };
    await post({ type: 'items.feedback', params: { ...params, kind: 'positive' }, metadata: { comment: 'Good' } });
    await post({ type: 'items.feedback', params: { ...params, kind: 'sideways' } });
    expect(onFeedback.mock.calls).toEqual([
      [{ kind: 'positive', threadId: 'thr_1', itemIds: ['msg_1'], comment: 'Good' }],
    ]);
  });

  it('is nothing if the body cannot be parsed; the request is still sent', async () => {
    const { received, post, onMessageSent } = open();
    await post('{"type":');
    expect(received).toHaveLength(1);
    expect(onMessageSent).not.toHaveBeenCalled();
  });
});
