/** Keeps a long conversation within the context of a model. */
import type { AgentInputItem } from '@openai/agents';

/** The approximate cost of a picture at every provider; its size in bytes does not matter. */
export const IMAGE_TOKENS = 1000;
const BYTES_PER_TOKEN = 4;
const MESSAGE_TOKENS = 4;

/**
 * The newest items that fit into `maxTokens`, in their order. A tool call and its result are kept or dropped
 * together. The newest unit is always kept, even if it alone exceeds the budget.
 *
 * A token is estimated as four UTF-8 bytes: about right for English, too few tokens for most code.
 */
export function trimToBudget(items: readonly AgentInputItem[], maxTokens: number): AgentInputItem[] {
  const kept: AgentInputItem[][] = [];
  let used = 0;
  for (const unit of toUnits(items).toReversed()) {
    used += unit.reduce((sum, item) => sum + estimateTokens(item), 0);
    if (used > maxTokens && kept.length > 0) break;
    kept.push(unit);
  }
  return kept.toReversed().flat();
}

/** A cautious estimate of the tokens of a text. See `trimToBudget`. */
export function estimateTokens(item: AgentInputItem): number {
  const pictures = new Set<string>();
  const text = JSON.stringify(item, (name, value: unknown) => {
    if (typeof value !== 'string' || (name !== 'image' && !value.startsWith('data:'))) return value;
    pictures.add(value);
    return '';
  });
  return estimateTextTokens(text) + pictures.size * IMAGE_TOKENS + MESSAGE_TOKENS;
}

export const estimateTextTokens = (text: string): number =>
  Math.ceil(new TextEncoder().encode(text).length / BYTES_PER_TOKEN);

const CUT_NOTE = '[The rest is too long to be read here. Say so, and ask for it in parts.]';

/** Cuts items that alone exceed `maxTokens`: texts lose their ends, and a note replaces pictures that do not fit. */
export function cutToBudget(items: readonly AgentInputItem[], maxTokens: number): AgentInputItem[] {
  let left = Math.max(maxTokens - items.length * MESSAGE_TOKENS, 0);
  const cut = (text: string): string => {
    const tokens = estimateTextTokens(text);
    if (tokens <= left) {
      left -= tokens;
      return text;
    }
    const bytes = new TextEncoder().encode(text).subarray(0, left * BYTES_PER_TOKEN);
    left = 0;
    // A character that would be cut in half is left out.
    return `${new TextDecoder().decode(bytes, { stream: true })}\n${CUT_NOTE}`;
  };
  return items.map((item) => {
    if (item.type === 'function_call_result' && typeof item.output === 'string')
      return { ...item, output: cut(item.output) };
    if (!('role' in item) || item.role !== 'user') return item;
    if (typeof item.content === 'string') return { ...item, content: cut(item.content) };
    const content = item.content.map((part) => {
      if (part.type === 'input_text') return { ...part, text: cut(part.text) };
      if (part.type !== 'input_image') return part;
      if (left < IMAGE_TOKENS)
        return { type: 'input_text' as const, text: '[A picture was left out here, because there is no room for it.]' };
      left -= IMAGE_TOKENS;
      return part;
    });
    return { ...item, content };
  });
}

/** A call, its result and everything between them are one unit. */
function toUnits(items: readonly AgentInputItem[]): AgentInputItem[][] {
  const resultAt = new Map<string, number>();
  for (const [index, item] of items.entries())
    if (item.type === 'function_call_result') resultAt.set(item.callId, index);
  const units: AgentInputItem[][] = [];
  let unit: AgentInputItem[] = [];
  let openUntil = -1;
  for (const [index, item] of items.entries()) {
    unit.push(item);
    if (item.type === 'function_call') openUntil = Math.max(openUntil, resultAt.get(item.callId) ?? -1);
    if (index >= openUntil) {
      units.push(unit);
      unit = [];
    }
  }
  return unit.length > 0 ? [...units, unit] : units;
}
