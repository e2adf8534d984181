/** How providers stream the thought "a greeting" and the answer "Hello friend.", as their public bug reports show it. */
import { piece, DONE, type Chunk } from './dialect.ts';

const end = [piece({}, 'stop'), DONE];
const withoutDelta = (more: object) => ({
  id: '',
  object: '',
  created: 0,
  model: '',
  choices: [{ index: 0, finish_reason: null, ...more }],
});

export const PROVIDER_DIALECTS: Readonly<Record<string, readonly Chunk[]>> = {
  'DeepSeek, Qwen, Kimi, GLM [D060]': [
    piece({ role: 'assistant', content: null, reasoning_content: '' }),
    piece({ content: null, reasoning_content: 'a ' }),
    piece({ content: null, reasoning_content: 'greeting' }),
    piece({ content: 'Hello ', reasoning_content: null }),
    piece({ content: 'friend.', reasoning_content: null }),
    ...end,
  ],
  'Ollama, Groq [D061]': [
    piece({ role: 'assistant', content: '', reasoning: 'a ' }),
    piece({ content: '', reasoning: 'greeting' }),
    piece({ content: 'Hello ' }),
    piece({ content: 'friend.' }),
    { ...piece({ content: '' }, 'stop'), x_groq: { usage: { prompt_tokens: 1, completion_tokens: 2 } } },
    DONE,
  ],
  'Mistral [D062]': [
    piece({ role: 'assistant', content: '' }),
    piece({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'a ' }] }] }),
    piece({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'greeting' }] }] }),
    piece({ content: [{ type: 'text', text: 'Hello ' }] }),
    piece({ content: 'friend.' }),
    ...end,
  ],
  'OpenRouter [D063]': [
    piece({
      role: 'assistant',
      content: '',
      reasoning: 'a ',
      reasoning_details: [{ type: 'reasoning.text', text: 'a ', index: 0 }],
    }),
    piece({
      content: '',
      reasoning: 'greeting',
      reasoning_details: [{ type: 'reasoning.text', text: 'greeting', index: 0 }],
    }),
    piece({ content: 'Hello ' }),
    piece({ content: 'friend.' }),
    piece({ content: '' }, 'stop', { native_finish_reason: 'STOP' }),
    { ...piece({}), choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } },
    DONE,
  ],
  'Gemini [D064]': [
    piece({ role: 'assistant', content: '<thought>a ', extra_content: { google: { thought: true } } }),
    piece({ role: 'assistant', content: 'greeting', extra_content: { google: { thought: true } } }),
    piece({ role: 'assistant', content: '</thought>Hello ' }),
    piece({ role: 'assistant', content: 'friend.', extra_content: { google: { thought_signature: 'c2ln' } } }, 'stop'),
    DONE,
  ],
  'Azure [D065]': [
    { id: '', object: '', created: 0, model: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] },
    piece({ role: 'assistant', content: '', refusal: null }),
    piece({ reasoning_content: 'a greeting' }),
    piece({ content: 'Hello ' }),
    withoutDelta({ content_filter_offsets: { check_offset: 1 } }),
    piece({ content: 'friend.' }),
    withoutDelta({ content_filter_results: {} }),
    ...end,
  ],
  'vLLM, SGLang, llama.cpp without a parser [D066]': [
    piece({ role: 'assistant', content: '' }),
    piece({ content: 'a ' }),
    piece({ content: 'greeting\n</th' }),
    piece({ content: 'ink>\n\nHello ' }),
    piece({ content: 'friend.' }),
    ...end,
  ],
  'LM Studio [D067]': [
    piece({ role: 'assistant', content: '<think>' }),
    piece({ content: 'a greeting' }),
    piece({ content: '</think>' }),
    piece({ content: '\n\nHello ' }),
    piece({ content: 'friend.' }),
    ...end,
  ],
  'LiteLLM before Anthropic or Bedrock [D068]': [
    piece({
      role: 'assistant',
      reasoning_content: 'a greeting',
      thinking_blocks: [{ type: 'thinking', thinking: 'a greeting', signature: '' }],
    }),
    piece({ thinking_blocks: [{ type: 'thinking', thinking: '', signature: 'sig' }] }),
    piece({ content: 'Hello ' }),
    piece({ content: 'friend.' }),
    piece({}, 'end_turn'),
    DONE,
  ],
};
