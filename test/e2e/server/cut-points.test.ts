/** Requests and answers that break off at any byte: every message is stored once, answered once, and shown whole. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  answerOf,
  newKey,
  type ResumingVisitor,
  resumingVisitor,
  textOf,
  turnsRun,
} from '../../harness/chaos/resuming-visitor.ts';
import { type ServerProcess, startServer } from '../../harness/servers/server-process.ts';
import { startTcpProxy, type TcpProxy } from '../../harness/servers/proxies/tcp-proxy.ts';

const POINTS = 200;

let server: ServerProcess;
let proxy: TcpProxy;
let visitor: ResumingVisitor;
/** The test's own requests do not pass the broken network. */
let isDirect = true;
beforeAll(async () => {
  server = await startServer({
    CHATDOCK_DEMO_DELAY_MS: '1',
    CHATDOCK_LIMIT_TURNS_PER_USER: '0',
    CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0',
    CHATDOCK_LIMIT_REQUESTS_PER_USER: '0',
    CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS: '0',
    CHATDOCK_LIMIT_STREAMS_PER_USER: '0',
  });
  proxy = await startTcpProxy(Number(new URL(server.url).port));
  visitor = resumingVisitor(() => (isDirect ? server.url : `http://127.0.0.1:${proxy.port}/`));
  await visitor.introduce();
});
afterAll(async () => {
  await proxy.close();
  await server.dispose();
});

/** Uses the same points in every run, so that a failure can be reproduced. */
function* points() {
  for (let seed = 7, count = 0; count < POINTS; count += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    yield { side: seed % 2 === 0 ? ('client' as const) : ('server' as const), bytes: seed % 1500 };
  }
}

it(
  `${POINTS} cuts: each message is stored once, and each answer is whole and made once`,
  { timeout: 240_000 },
  async () => {
    const before = await turnsRun(server.url);
    const conversation: { sent: string; received: string }[] = [];
    let threadId = '';
    let round = 0;
    for (const { side, bytes } of points()) {
      const sent = `echo message ${round}`;
      // Every tenth message begins a conversation.
      const request = round % 10 === 0 ? visitor.begin(sent) : visitor.add(threadId, sent);
      if (round % 10 === 0) conversation.length = 0;
      proxy.cut();
      proxy.cutAfter(bytes, side);
      isDirect = false;
      const { state, marks } = await visitor.read(request, { key: newKey() });
      isDirect = true;
      expect(marks.outcome, `cut after ${bytes} bytes of the ${side}`).toBe('completed');
      threadId = state.thread?.id ?? threadId;
      conversation.push({ sent, received: answerOf(state) });
      round += 1;
      if (round % 10 > 0) continue;
      const items = await visitor.items(threadId);
      expect(items.map(textOf)).toEqual(conversation.flatMap(({ sent: asked, received }) => [asked, received]));
      expect(conversation.map(({ received }) => received)).toEqual(
        conversation.map(({ sent: asked }) => asked.slice('echo '.length)),
      );
    }
    expect((await turnsRun(server.url)) - before).toBe(POINTS);
    const { data } = await visitor.client.request({ type: 'threads.list', params: { limit: 1000 } });
    expect(data).toHaveLength(POINTS / 10);
  },
);
