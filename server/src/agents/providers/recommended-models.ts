/**
 * The models in examples, messages and the documentation: `node scripts/docs/model-docs.ts` writes them into the pages.
 */
export const RECOMMENDED_MODELS = {
  openai: 'gpt-6.1-terra',
  openrouter: 'openrouter/auto',
  gemini: 'gemini-3.5-flash-lite',
  ollama: 'llama3.2',
  compatible: 'my-model',
} as const;

/** The recommended models for transcription. */
export const RECOMMENDED_TRANSCRIPTION = { openai: 'gpt-transcribe', compatible: 'whisper-large-v3' } as const;
