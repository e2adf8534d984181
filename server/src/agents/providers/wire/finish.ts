/** Maps the many finish reasons of providers to five. */

/** `filtered`: the provider held back the answer or its end. `broken`: the provider gave up. */
export type Finish = 'stop' | 'tool_calls' | 'length' | 'filtered' | 'broken';

/** Tried in order. Any other reason counts as an ordinary end. */
const FINISHES: readonly (readonly [pattern: RegExp, finish: Finish])[] = [
  [
    /^(?:error|malformed|network_error|insufficient_system_resource|abort|cancel|timeout|unexpected_tool_call|function_call_filter)/u,
    'broken',
  ],
  [/^(?:tool|function)_?(?:calls?|use)$/u, 'tool_calls'],
  [
    /^(?:max_?(?:output_)?tokens?|length|model_length|model_context_window_exceeded|context_length_exceeded)/u,
    'length',
  ],
  [/filter|safety|blocklist|prohibited|recitation|spii|guardrail|refusal|sensitive|policy|^language$/u, 'filtered'],
];

/** The end that `reason` means; null if the answer continues. Some servers send an empty reason with every piece. */
export function readFinish(reason: unknown): Finish | null {
  if (typeof reason !== 'string' || reason.trim() === '' || reason === 'null') return null;
  const word = reason.trim().toLowerCase();
  return FINISHES.find(([pattern]) => pattern.test(word))?.[1] ?? 'stop';
}
