/** Converts the events of an agent's run into thread events. */
import type { RunStreamEvent, StreamEvent } from '@openai/agents';
import { memberOf } from '@chatdock/protocol/member-of';
import type { RequestContext } from '../../core/context.ts';
import type { AgentContext } from '../agent-context.ts';
import { chatChunkOf, responsesEventOf } from '../providers/fallback/attempt.ts';
import { SWITCHING, WITHDRAWN } from '../providers/fallback/fallback-model.ts';
import { endingOf } from './endings.ts';
import { uniqueItemId } from './item-ids.ts';
import { ItemReader } from './item-reader.ts';
import type { ResponseConverter } from './response-converter.ts';
import { ResponseOutput, type RunOutput } from './response-output.ts';
import { TextReader } from './text-reader.ts';
import { Thoughts } from './thoughts.ts';

/**
 * Supports both interfaces. Responses announces when each item begins and ends (`ItemReader`). Chat Completions, and
 * models that only return text, send text and a complete response at the end (`TextReader`).
 */
export class RunReader<Context extends RequestContext> {
  readonly #run: RunOutput<Context>;
  #response: OpenResponse<Context>;

  constructor(context: AgentContext<Context>, { converter, muted }: { converter: ResponseConverter; muted: boolean }) {
    this.#run = { context, converter, muted, thoughts: new Thoughts(context), usedIds: new Set() };
    this.#response = openResponse(this.#run);
  }

  async read(event: RunStreamEvent): Promise<void> {
    if (event.type === 'raw_model_stream_event') await this.#readRaw(event.data);
    else if (event.type === 'run_item_stream_event' && event.name === 'tool_called')
      await this.#rememberCall(event.item.rawItem);
  }

  /** The run failed: keeps items with readable content and removes the others. */
  endEarly() {
    const { output, items } = this.#response;
    for (const message of output.messages.values()) message.endEarly();
    items.removeImages();
    this.#run.thoughts.settle();
    this.#run.context.endWorkflow();
    this.#response = openResponse(this.#run);
  }

  /** The run is over, so do not wait for pictures that never arrived. */
  finish() {
    this.#run.thoughts.settle();
    this.#response.items.removeImages();
  }

  async #readRaw(event: StreamEvent): Promise<void> {
    if (event.type === 'response_started') {
      this.#response = openResponse(this.#run);
      return;
    }
    const { output, items, text } = this.#response;
    if (event.type === 'response_done') {
      await (this.#response.isDetailed ? items : text).finish(event);
      this.#explainEnd(event);
      return;
    }
    if (event.type === 'output_text_delta') {
      if (!this.#response.isDetailed) await text.addText(event.delta);
      return;
    }
    const kind = memberOf(event.event, 'type');
    if (kind === WITHDRAWN) return this.#withdraw();
    if (kind === SWITCHING) this.#run.context.progress('One moment, starting the answer again…');
    const chunk = chatChunkOf(event);
    if (chunk !== null) {
      if (chunk.reasoning !== '') text.addReasoning(chunk.reasoning);
      output.finish = chunk.finish ?? output.finish;
      return;
    }
    const raw = responsesEventOf(event);
    if (raw === null) return;
    this.#response.isDetailed = true;
    await items.read(raw);
  }

  /** A turn ends with an answer, a call, or a sentence that says why there is neither. */
  #explainEnd({ response }: Extract<StreamEvent, { type: 'response_done' }>) {
    if (response.output.some(({ type }) => type === 'function_call')) return; // the turn continues
    const calls = response.output.some(({ type }) => type !== 'message' && type !== 'reasoning');
    const { finish, hasAnswer } = this.#response.output;
    const sentence = this.#run.muted ? null : endingOf(finish, { hasAnswer: hasAnswer || calls });
    if (sentence === null) return;
    this.#run.context.endWorkflow();
    this.#run.context.notice('warning', sentence);
  }

  async #rememberCall(call: unknown): Promise<void> {
    if (memberOf(call, 'type') !== 'function_call') return;
    const { context, usedIds } = this.#run;
    const callId = memberOf(call, 'callId');
    context.lastFunctionCall = {
      // Chat Completions has only call ids: the SDK uses the response's id as item id, which is the same for every call.
      itemId: this.#response.isDetailed
        ? await uniqueItemId(context, memberOf(call, 'id'), 'tool_call', usedIds)
        : undefined,
      callId: typeof callId === 'string' && callId !== '' ? callId : undefined,
    };
  }

  #withdraw() {
    this.#response.output.withdraw();
    this.#response = openResponse(this.#run);
  }
}

/** The response that is being read. */
interface OpenResponse<Context extends RequestContext> {
  readonly output: ResponseOutput<Context>;
  readonly items: ItemReader<Context>;
  readonly text: TextReader<Context>;
  /** Whether it comes from the Responses API. */
  isDetailed: boolean;
}

function openResponse<Context extends RequestContext>(run: RunOutput<Context>): OpenResponse<Context> {
  const output = new ResponseOutput(run);
  return { output, items: new ItemReader(output), text: new TextReader(output), isDetailed: false };
}
