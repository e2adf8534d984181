/**
 * Finds the repair for a refusal. Only refusals that name a parameter, a role or the shape of a message are repaired.
 */
import { memberOf } from '@chatdock/protocol/member-of';
import type { ModelRequest } from '@openai/agents';
import { LEAVE_OUT } from './body-repairs.ts';

interface RepairRule {
  pattern: RegExp;
  repair: string;
  /** Chat templates fail inside the server, which then answers 500. */
  also500?: boolean;
  /** Whether the request contains the part that the repair changes. */
  needs?: (request: ModelRequest) => boolean;
}

/** The first matching rule counts. */
const RULES: readonly RepairRule[] = [
  { pattern: /thought_?\s?signature/iu, repair: 'thought signatures', needs: (request) => hasCalls(request) },
  {
    pattern:
      /(?:reasoning_content|\.thinking\b|reasoning_details).{0,80}(?:passed back|missing|required|must be|not provided)|missing.{0,20}reasoning_content/iu,
    repair: 'thoughts with calls',
    needs: (request) => hasCalls(request),
  },
  {
    pattern:
      /reasoning_content|reasoning_details|\breasoning\b.{0,60}(?:extra|unknown|unexpected|not permitted|unsupported)/iu,
    repair: 'no thoughts',
    needs: (request) => hasCalls(request),
  },
  {
    pattern: /tool.{0,4}call.{0,12}\bid\b.{0,80}(?:length|a-z|pattern|too long|invalid|must be)|tool_calls\S*\.id\b/iu,
    repair: 'short call ids',
    needs: (request) => hasCalls(request),
  },
  {
    pattern:
      /unexpected role.{0,20}after role|(?:first|start|begin)\w*.{0,60}\buser\b|\broles? must alternate|should alternate|successive (?:user|assistant)|alternat\w+ (?:between )?.{0,20}(?:user|role)|last (?:message|role)/iu,
    repair: 'strict roles',
    also500: true,
  },
  {
    pattern:
      /\bsystem\b.{0,40}(?:role|message|prompt|instruction).{0,60}(?:not|n't|unsupported|only|invalid)|(?:role|message).{0,40}\bsystem\b|only .{0,40}roles? (?:is|are) (?:supported|allowed)|(?:developer|system) instruction is not|(?:not|n't) support.{0,20}\bsystem (?:role|message|prompt|instruction)|role.{0,60}(?:should|must) be .{0,12}user|valid role: user|\bsystem message must be at the beginning/iu,
    repair: 'no system role',
    needs: (request) => hasInstructions(request),
    also500: true,
  },
  { pattern: /max_completion_tokens/iu, repair: 'max_completion_tokens' },
  {
    pattern:
      /(?:tools?|function\w*|parameters|schema)\b.{0,200}(?:additionalProperties|\$schema|\bstrict\b|\bformat\b|\bdefault\b|\bconst\b|exclusiveM|propertyNames)|(?:additionalProperties|\$schema|\bstrict\b|exclusiveM\w+|propertyNames|"const").{0,200}(?:tools?|function|parameters|schema|permitted|unknown|allowed)/iu,
    repair: 'plain tool schemas',
    needs: (request) => hasTools(request),
  },
  {
    pattern:
      /content\b.{0,60}(?:null|<nil>|none|must be set|str type expected|empty|blank|required|missing|at least one|valid string|must be a string|expected a string)|(?:empty|blank|null|missing)\b.{0,30}content/iu,
    repair: 'no empty content',
  },
];

/** Optional parameters. Instructions, messages, tools and the format of the answer are not among them. */
const OPTIONAL_PARAMETERS = [
  'stream_options',
  'parallel_tool_calls',
  'tool_choice',
  'temperature',
  'top_p',
  'frequency_penalty',
  'presence_penalty',
  'reasoning_effort',
  'verbosity',
  'prompt_cache_retention',
  'prompt_cache_options',
  'prompt_cache_key',
  'store',
  'metadata',
  'service_tier',
  'safety_identifier',
  'logprobs',
  'top_logprobs',
  'seed',
];

/** The name of the repair for a refusal of `request`; null if none would change it. */
export function repairFor(cause: unknown, request: ModelRequest): string | null {
  const status = refusalStatus(cause);
  if (status !== 400 && status !== 422 && status !== 500) return null;
  const body = memberOf(cause, 'error');
  const param = memberOf(body, 'param') ?? memberOf(cause, 'param');
  const message = String(memberOf(body, 'message') ?? memberOf(cause, 'message')).replace(QUOTED_JSON, '');
  const description = `${typeof param === 'string' ? param : ''} ${message}`.slice(0, MAX_CHARS);
  const fits = (rule: RepairRule) =>
    (status !== 500 || rule.also500 === true) && (rule.needs?.(request) ?? true) && rule.pattern.test(description);
  const repair = RULES.find(fits)?.repair;
  if (status === 500) return repair ?? null;
  const named = parametersOf(request).find((name) => param === name || namesParameter(description, name));
  return named !== undefined && (param === named || repair === undefined) ? LEAVE_OUT + named : (repair ?? null);
}

/** Some servers repeat the request in their refusal. */
const QUOTED_JSON = /[{[]\s*"[\s\S]*":[\s\S]*$/u;
const MAX_CHARS = 1000;

/** The optional parameters of a request. */
function parametersOf({ modelSettings, tools }: ModelRequest): string[] {
  const { reasoning, text, providerData, ...settings } = modelSettings;
  const set = Object.entries({ ...settings, ...providerData })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`));
  const sent = new Set(['stream_options', ...set]);
  if (reasoning?.effort !== undefined) sent.add('reasoning_effort');
  if (text?.verbosity !== undefined) sent.add('verbosity');
  if (tools.length === 0) sent.delete('tool_choice');
  return OPTIONAL_PARAMETERS.filter((name) => sent.has(name));
}

const hasCalls = ({ input }: ModelRequest) =>
  typeof input !== 'string' && input.some(({ type }) => type === 'function_call');
const hasTools = ({ tools, handoffs }: ModelRequest) => tools.length + handoffs.length > 0;
const hasInstructions = ({ systemInstructions }: ModelRequest) => Boolean(systemInstructions);

const namesParameter = (description: string, name: string) => new RegExp(`(?<!\\w)${name}\\b`, 'u').test(description);

/** The status of a refusal, even if it came as an error inside a stream. */
export function refusalStatus(cause: unknown): number | undefined {
  const status = memberOf(cause, 'status');
  if (typeof status === 'number') return status;
  const code = Number(memberOf(memberOf(cause, 'error'), 'code') ?? Number.NaN);
  return Number.isInteger(code) ? code : undefined;
}
