/** Traces: a request's trace is passed to the model provider, with a span for the turn where an SDK records them. */
import * as api from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it } from 'vitest';
import { startFakeProvider } from '../../../../test/harness/providers/fake-provider.ts';
import { createConfiguredServer } from '../../agents/configured/configured-server.ts';
import { REQUEST_ID_HEADER } from '../../agents/outgoing-headers.ts';
import { createFetchHandler } from '../../core/http/fetch-handler.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import { joinTelemetry, type Telemetry } from '../../core/telemetry/telemetry.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { openTracing, traceTurns } from './tracing.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

/** OpenTelemetry's own SDK, with the spans in memory instead of on their way to a collector. */
function recordSpans() {
  const exporter = new InMemorySpanExporter();
  api.trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  return () => exporter.getFinishedSpans();
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  api.trace.disable();
  for (const close of closing.splice(0)) await close();
});

async function ask(telemetry: Partial<Telemetry>, headers: Record<string, string>, fails = false) {
  const provider = await startFakeProvider();
  closing.push(() => provider.close());
  if (fails) provider.fault = '401';
  const configured = await createConfiguredServer({
    env: { CHATDOCK_MODEL: 'compatible:fake', COMPATIBLE_BASE_URL: provider.baseURL() },
    store: new MemoryStore(),
    log: silentLog,
    telemetry: joinTelemetry(telemetry),
  });
  closing.push(() => configured.close());
  const handle = createFetchHandler(configured.server, { authenticate: () => ({ userId: 'ada' }) });
  const input = { content: [{ type: 'input_text', text: 'Hi' }], attachments: [], inference_options: {} };
  const answer = await handle(
    new Request('http://chat.example/chatkit', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ type: 'threads.create', params: { input } }),
    }),
  );
  await answer.text();
  return provider.requests.at(-1)?.headers ?? {};
}

const traced = { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'shop=1', 'x-request-id': 'from-the-proxy' };

describe('a turn', () => {
  it("passes its request's trace and id on to the provider", async () => {
    expect(await ask({}, traced)).toMatchObject({
      traceparent: traced.traceparent,
      tracestate: 'shop=1',
      [REQUEST_ID_HEADER]: 'from-the-proxy',
    });
  });

  it.each([
    'nothing',
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-${'x'.repeat(600)}`,
  ])('passes no trace on that is not valid: %s', async (traceparent) => {
    const headers = await ask({}, { traceparent, tracestate: 'shop=1' });
    expect([headers['traceparent'], headers['tracestate'], headers[REQUEST_ID_HEADER]]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is a span within the trace of its request, and the parent of what the provider records', async () => {
    const spans = recordSpans();
    const headers = await ask(traceTurns(api), traced);
    expect(spans()).toEqual([
      expect.objectContaining({
        name: 'chatdock turn',
        kind: api.SpanKind.SERVER,
        parentSpanContext: expect.objectContaining({ traceId: TRACE, spanId: PARENT, traceFlags: 1, isRemote: true }),
        attributes: {
          'chatdock.thread.id': expect.stringMatching(/^thr_/),
          'chatdock.request.id': 'from-the-proxy',
          'chatdock.turn.outcome': 'completed',
        },
        events: [expect.objectContaining({ name: 'first text' })],
        status: { code: api.SpanStatusCode.UNSET },
        ended: true,
      }),
    ]);
    const own = spans()[0]?.spanContext();
    expect(own?.traceId).toBe(TRACE);
    expect(headers['traceparent']).toBe(`00-${TRACE}-${own?.spanId}-01`);
    expect(headers['tracestate']).toBe('shop=1');
  });

  it('is not sampled if its request is not, and tells the provider so', async () => {
    const spans = recordSpans();
    const headers = await ask(traceTurns(api), { traceparent: `00-${TRACE}-${PARENT}-00` });
    expect(spans()).toEqual([]);
    expect(headers['traceparent']).toMatch(new RegExp(`^00-${TRACE}-[\\da-f]{16}-00$`));
  });

  it('starts a new trace if the request has none, and marks a failure', async () => {
    const spans = recordSpans();
    const headers = await ask(traceTurns(api), {}, true);
    expect(spans()).toMatchObject([{ parentSpanContext: undefined, status: { code: api.SpanStatusCode.ERROR } }]);
    const own = spans()[0]?.spanContext();
    expect(headers['traceparent']).toBe(`00-${own?.traceId}-${own?.spanId}-01`);
  });

  it('passes the trace of its request on when no SDK was loaded', async () => {
    expect(await ask(traceTurns(api), traced)).toMatchObject({ traceparent: traced.traceparent });
  });
});

it('the API is loaded only if CHATDOCK_TRACES is set', async () => {
  expect(await openTracing({ CHATDOCK_TRACES: '0' })).toEqual({});
  expect(Object.keys(await openTracing({ CHATDOCK_TRACES: '1' }))).toContain('traceOf');
});
