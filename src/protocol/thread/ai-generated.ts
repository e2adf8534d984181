/** Which items an AI generated. Pages mark them with `data-ai-generated`, exports with `ai_generated`. */
import type { ThreadItem } from './items.ts';

const AI_GENERATED: ReadonlySet<string> = new Set<ThreadItem['type']>([
  'assistant_message',
  'generated_image',
  'widget',
  'workflow',
  'task',
]);

/** Whether an item is part of an answer, which an AI generated. */
export const isAiGenerated = ({ type }: Pick<ThreadItem, 'type'>): boolean => AI_GENERATED.has(type);
