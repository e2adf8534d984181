/** Traces: a request's trace goes on to the model provider, with a span for the turn where an SDK records them. */
import * as api from '@opentelemetry/api';
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

interface Recorded {
  name: string;
  parent: api.SpanContext | undefined;
  attributes: api.Attributes;
  events: string[];
  status: api.SpanStatusCode | undefined;
  isEnded: boolean;
}

/** What an SDK does: keeps the spans that the API hands to it. */
function recordSpans(): Recorded[] {
  const spans: Recorded[] = [];
  const startSpan = (name: string, options: api.SpanOptions = {}, context = api.context.active()): api.Span => {
    const parent = api.trace.getSpanContext(context);
    const recorded: Recorded = {
      name,
      parent,
      attributes: { ...options.attributes },
      events: [],
      status: undefined,
      isEnded: false,
    };
    spans.push(recorded);
    const own = {
      traceId: parent?.traceId ?? 'f'.repeat(32),
      spanId: `${spans.length}`.padStart(16, '0'),
      traceFlags: 1,
    };
    const span: api.Span = Object.assign(api.trace.wrapSpanContext(own), {
      addEvent: (event: string) => (recorded.events.push(event), span),
      setAttribute: (key: string, value: api.AttributeValue) => ((recorded.attributes[key] = value), span),
      setStatus: ({ code }: api.SpanStatus) => ((recorded.status = code), span),
      end: () => void (recorded.isEnded = true),
    });
    return span;
  };
  // The tests start spans in one way only.
  const tracer = { startSpan, startActiveSpan: () => undefined } as unknown as api.Tracer;
  api.trace.setGlobalTracerProvider({ getTracer: () => tracer });
  return spans;
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
    expect(spans).toEqual([
      {
        name: 'chatdock turn',
        parent: expect.objectContaining({ traceId: TRACE, spanId: PARENT, traceFlags: 1, isRemote: true }),
        attributes: {
          'chatdock.thread.id': expect.stringMatching(/^thr_/),
          'chatdock.request.id': 'from-the-proxy',
          'chatdock.turn.outcome': 'completed',
        },
        events: ['first text'],
        status: undefined,
        isEnded: true,
      },
    ]);
    expect(headers['traceparent']).toBe(`00-${TRACE}-0000000000000001-01`);
  });

  it('begins a trace of its own without one, and marks a failure', async () => {
    const spans = recordSpans();
    const headers = await ask(traceTurns(api), {}, true);
    expect(spans).toMatchObject([{ parent: undefined, status: api.SpanStatusCode.ERROR, isEnded: true }]);
    expect(headers['traceparent']).toBe(`00-${'f'.repeat(32)}-0000000000000001-01`);
  });

  it('passes the trace of its request on when no SDK was loaded', async () => {
    expect(await ask(traceTurns(api), traced)).toMatchObject({ traceparent: traced.traceparent });
  });
});

it('the API is loaded only when CHATDOCK_TRACES says so', async () => {
  expect(await openTracing({ CHATDOCK_TRACES: '0' })).toEqual({});
  expect(Object.keys(await openTracing({ CHATDOCK_TRACES: '1' }))).toContain('traceOf');
});
