/** Writes the recommended names of models into the documentation. `node scripts/docs/model-docs.ts` */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RECOMMENDED_MODELS, RECOMMENDED_TRANSCRIPTION } from '../../server/src/agents/providers/recommended-models.ts';

/** Pages that name models. */
export const modelPages = (): string[] => [
  'README.md',
  'server/README.md',
  '.env.example',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && name !== 'security.md') // its figures belong to the models that it names
    .map((name) => join('docs', name)),
];

/** The text of a page with today's names. Addresses of providers whose models have no fixed name stay as they are. */
export const withCurrentModels = (text: string): string =>
  text
    .replaceAll(
      /(CHATDOCK_TRANSCRIBE=(openai|compatible):)[\w.-]+/gu,
      (_, start: string, provider: 'openai' | 'compatible') => `${start}${RECOMMENDED_TRANSCRIPTION[provider]}`,
    )
    .replaceAll(
      /(?<=Dictation: [^\n]*)\b(openai|compatible):[\w.-]*\w/gu,
      (_, provider: 'openai' | 'compatible') => `${provider}:${RECOMMENDED_TRANSCRIPTION[provider]}`,
    )
    .replaceAll(/(?<!TRANSCRIBE=|Dictation: [^\n]*)\bopenai:gpt[\w.-]*\w/gu, `openai:${RECOMMENDED_MODELS.openai}`)
    .replaceAll(/(?<=model: ')gpt[\w.-]*\w/gu, RECOMMENDED_MODELS.openai)
    .replaceAll(/\bgemini:(models\/)?gemini-[\w.-]*\w/gu, `gemini:$1${RECOMMENDED_MODELS.gemini}`)
    .replaceAll(/\bopenrouter:[\w-]+\/[\w.-]*\w/gu, `openrouter:${RECOMMENDED_MODELS.openrouter}`)
    .replaceAll(/\bollama:llama[\d.]*\d/gu, `ollama:${RECOMMENDED_MODELS.ollama}`);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const page of modelPages()) {
    const text = readFileSync(page, 'utf8');
    const current = withCurrentModels(text);
    if (current !== text) writeFileSync(page, current);
  }
}
