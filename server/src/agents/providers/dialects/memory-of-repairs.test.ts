import { describe, expect, it } from 'vitest';
import type { Model, ModelRequest, StreamEvent } from '@openai/agents';
import { silentLog } from '../../../core/telemetry/log.ts';
import { SimplerRequests } from '../simpler-requests.ts';

const request = (input: ModelRequest['input'] = 'Hi'): ModelRequest => ({
  systemInstructions: 'Be brief.',
  input,
  modelSettings: {},
  tools: [],
  handoffs: [],
  outputType: 'text',
  tracing: false,
});

const refusal = (message: string, status = 400) => Object.assign(new Error(`${status} ${message}`), { status });

/** A model that refuses as long as `refuses` says so of the repairs that a request names. */
function scripted(refuses: (repairs: readonly string[], count: number) => Error | null, events: StreamEvent[] = []) {
  const asked: (readonly string[])[] = [];
  const model: Model = {
    getResponse: () => Promise.reject(new Error('not asked for')),
    async *getStreamedResponse({ modelSettings }) {
      const repairs = (modelSettings.providerData?.['chatdock_repairs'] ?? []) as string[];
      asked.push(repairs);
      yield* events;
      const cause = refuses(repairs, asked.length);
      if (cause !== null) throw cause;
      yield { type: 'response_started' };
    },
  };
  return { model, asked };
}

const drain = async (model: Model, sent = request()) => {
  const seen: StreamEvent[] = [];
  for await (const event of model.getStreamedResponse(sent)) seen.push(event);
  return seen;
};

describe('the memory of repairs', () => {
  it('lasts an hour', async () => {
    let now = 0;
    const { model, asked } = scripted((repairs) =>
      repairs.includes('no system role') ? null : refusal('System role not supported'),
    );
    const simpler = new SimplerRequests(model, { label: 'x', log: silentLog, now: () => now });
    await drain(simpler);
    now = 59 * 60_000;
    await drain(simpler);
    now = 61 * 60_000;
    await drain(simpler);
    expect(asked).toEqual([[], ['no system role'], ['no system role'], [], ['no system role']]);
  });

  it('keeps no repair that did not help, and is cleared by a final refusal', async () => {
    let isWell = true;
    const { model, asked } = scripted((repairs) =>
      !isWell ? refusal('This is not allowed') : repairs.length > 0 ? null : refusal('System role not supported'),
    );
    const simpler = new SimplerRequests(model, { label: 'x', log: silentLog });
    await drain(simpler);
    isWell = false;
    await expect(drain(simpler)).rejects.toThrow('not allowed');
    isWell = true;
    await drain(simpler);
    expect(asked).toEqual([[], ['no system role'], ['no system role'], [], ['no system role']]);
  });

  it('never includes that tools, pictures or old messages were left out', async () => {
    const seen: ModelRequest[] = [];
    const picture = { type: 'input_image' as const, image: 'data:image/png;base64,AAAA' };
    const model: Model = {
      getResponse: () => Promise.reject(new Error('not asked for')),
      async *getStreamedResponse(sent) {
        seen.push(sent);
        if (JSON.stringify(sent.input).includes('data:image')) throw refusal('no image input');
        if (sent.tools.length > 0) throw refusal('tools are not supported');
        yield { type: 'response_started' };
      },
    };
    const simpler = new SimplerRequests(model, { label: 'x', log: silentLog });
    const tools = [
      {
        type: 'function' as const,
        name: 'a',
        description: '',
        parameters: { type: 'object' as const, properties: {}, required: [], additionalProperties: false as const },
        strict: false,
      },
    ];
    const sent = { ...request([{ role: 'user', content: [picture] }]), tools };
    await drain(simpler, sent);
    await drain(simpler, sent);
    expect(seen).toHaveLength(6);
    expect(seen[3]).toMatchObject({ tools, input: sent.input });
  });

  it('repeats no request after the first event', async () => {
    const { model, asked } = scripted(
      () => refusal('System role not supported'),
      [{ type: 'output_text_delta', delta: 'Hel' }],
    );
    await expect(drain(new SimplerRequests(model, { label: 'x', log: silentLog }))).rejects.toThrow('System role');
    expect(asked).toHaveLength(1);
  });

  it('sends at most five requests', async () => {
    const names = [
      'System role not supported',
      'unknown: stream_options',
      'roles must alternate',
      'content is required',
      'max_completion_tokens',
      'extra: stream_options',
    ];
    const { model, asked } = scripted((_, count) => refusal(names[count - 1] ?? 'stream_options'));
    await expect(drain(new SimplerRequests(model, { label: 'x', log: silentLog }))).rejects.toThrow(
      'max_completion_tokens',
    );
    expect(asked).toHaveLength(5);
  });
});
