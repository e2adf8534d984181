/** Converts one provider's items for another, because a fallback within a turn mixes both in one conversation. */
import type { AgentInputItem, ModelRequest } from '@openai/agents';
import { plainCallId } from './wire/carried.ts';

/** Ids that OpenAI's Responses interface accepts, by kind of item. It refuses other ids with 400. */
const RESPONSES_IDS: Readonly<Record<string, RegExp>> = {
  message: /^msg_/u,
  function_call: /^fc_/u,
  function_call_result: /^fc_/u,
  reasoning: /^rs_/u,
};

/** For Responses: removes ids and reasoning of other providers. */
export const forResponses = (request: ModelRequest): ModelRequest =>
  withInput(request, (item) => {
    const plain = withPlainCallId(item);
    const kind = plain.type ?? 'message';
    const known = RESPONSES_IDS[kind];
    if (known === undefined || (plain.id !== undefined && known.test(plain.id))) return plain;
    if (kind === 'reasoning') return null;
    const { id: _, ...rest } = plain;
    return rest as AgentInputItem; // only the optional id was removed
  });

/** Call ids may have at most 64 characters, and the data in them is for other providers. */
const withPlainCallId = (item: AgentInputItem): AgentInputItem =>
  item.type === 'function_call' || item.type === 'function_call_result'
    ? { ...item, callId: plainCallId(item.callId) }
    : item;

/** For Chat Completions: removes members that only Responses has, because strict servers refuse unknown members. */
export const forChatCompletions = (request: ModelRequest): ModelRequest =>
  withInput(request, (item) => {
    if (item.type === 'reasoning') return null;
    const { providerData: _, ...rest } = item;
    return rest as AgentInputItem; // only optional members were removed
  });

function withInput(request: ModelRequest, change: (item: AgentInputItem) => AgentInputItem | null): ModelRequest {
  if (typeof request.input === 'string') return request;
  return { ...request, input: request.input.map(change).filter((item) => item !== null) };
}
