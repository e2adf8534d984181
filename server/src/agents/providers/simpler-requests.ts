/**
 * Asking a model again for less when it refuses what it cannot do. A picture in the thread, a tool, or a long history
 * is sent with every later message too: without this, one of them would end the conversation for good.
 */
import { memberOf } from '@chatdock/protocol/member-of';
import type { AgentInputItem, Model, ModelRequest, ModelResponse, ModelSettings, StreamEvent } from '@openai/agents';
import type { ServerLog } from '../../core/log.ts';
import { estimateTokens, trimToBudget } from '../bridge/token-budget.ts';

const REFUSALS: ReadonlySet<unknown> = new Set([400, 404, 413, 415, 422]);
const TOO_LONG =
  /context[ _]length|context window|maximum context|too many (?:input )?tokens|prompt is too long|input is too long|exceeds? the (?:maximum|available)/iu;
const NO_TOOLS =
  /(?:tools?|functions?)(?: calling| use)?\b.{0,40}\bnot (?:supported|available)|(?:not|n't) support.{0,40}\b(?:tools?|functions?)\b|no endpoints found that support tool use/iu;

const OUTPUT_LIMIT =
  /\b(?:unsupported|unknown|unrecogni[sz]ed|invalid)\b[^{}]{0,40}max_(?:completion_|output_)?tokens|max_(?:completion_|output_)?tokens\W{0,3}(?:is |are )?(?:too large|not supported|not permitted|must be)/iu;

/** Halving a history more often than this leaves nothing worth an answer. */
const MAX_STEPS = 4;

/** A model that gives up pictures, tools or the oldest messages rather than the answer. */
export class SimplerRequests implements Model {
  readonly #model: Model;
  readonly #label: string;
  readonly #log: ServerLog | undefined;

  constructor(model: Model, { label, log }: { label: string; log: ServerLog | undefined }) {
    this.#model = model;
    this.#label = label;
    this.#log = log;
  }

  getResponse(request: ModelRequest): Promise<ModelResponse> {
    return this.#model.getResponse(request);
  }

  async *getStreamedResponse(request: ModelRequest): AsyncGenerator<StreamEvent, void, undefined> {
    let asked = request;
    for (let step = 0; ; step += 1) {
      let answered = false;
      try {
        for await (const event of this.#model.getStreamedResponse(asked)) {
          answered = true;
          yield event;
        }
        return;
      } catch (cause) {
        const simpler = answered || step === MAX_STEPS ? null : simplify(asked, cause);
        if (simpler === null) throw cause;
        this.#log?.warn(
          { model: this.#label, without: simpler.without },
          'A model refused a request and is asked for less.',
        );
        asked = simpler.request;
      }
    }
  }
}

/** The limit of an answer under the name that newer Chat Completions servers have for it, then no limit. */
function limitOtherwise({ maxTokens, ...settings }: ModelSettings): ModelSettings | null {
  const { max_completion_tokens: renamed, ...providerData } = settings.providerData ?? {};
  if (maxTokens !== undefined)
    return { ...settings, providerData: { ...providerData, max_completion_tokens: maxTokens } };
  return renamed === undefined ? null : { ...settings, providerData };
}

function simplify(request: ModelRequest, cause: unknown): { request: ModelRequest; without: string } | null {
  if (!REFUSALS.has(memberOf(cause, 'status')) || typeof request.input === 'string') return null;
  const said = `${String(memberOf(cause, 'code'))} ${String(memberOf(cause, 'message'))}`;
  if (TOO_LONG.test(said)) {
    const shorter = trimToBudget(request.input, request.input.reduce((sum, item) => sum + estimateTokens(item), 0) / 2);
    return shorter.length === request.input.length
      ? null
      : { request: { ...request, input: shorter }, without: 'the oldest messages' };
  }
  if (OUTPUT_LIMIT.test(said)) {
    const other = limitOtherwise(request.modelSettings);
    if (other !== null) return { request: { ...request, modelSettings: other }, without: 'the limit of its answer' };
  }
  if (NO_TOOLS.test(said) && request.tools.length + request.handoffs.length > 0)
    return { request: { ...request, tools: [], handoffs: [] }, without: 'tools' };
  if (request.input.some(hasPicture))
    return { request: { ...request, input: request.input.map(withoutPictures) }, without: 'pictures' };
  return null;
}

const hasPicture = (item: AgentInputItem): boolean =>
  'role' in item &&
  item.role === 'user' &&
  Array.isArray(item.content) &&
  item.content.some(({ type }) => type === 'input_image');

function withoutPictures(item: AgentInputItem): AgentInputItem {
  if (!('role' in item) || item.role !== 'user' || !Array.isArray(item.content)) return item;
  return {
    ...item,
    content: item.content.map((part) =>
      part.type === 'input_image'
        ? { type: 'input_text', text: '[A picture is here that you cannot see. Say so if it matters.]' }
        : part,
    ),
  };
}
