/** A thread as the entries of a transcript: who said what, and when. */
import type { Annotation, Source } from '@chatdock/protocol/thread/sources';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { parseTimestamp } from '@chatdock/protocol/timestamps';
import { widgetSpeech } from '../speech/widget-speech.ts';

export interface TranscriptEntry {
  from: 'visitor' | 'assistant';
  /** ISO 8601, in UTC. Undefined if the server's time cannot be read. */
  at: string | undefined;
  /** The visitor's words as typed; an answer in Markdown. */
  text: string;
  /** The passage that the visitor replied to. */
  quote?: string;
  /** The names of attached files. */
  files?: string[];
  sources?: TranscriptSource[];
}

interface TranscriptSource {
  title: string;
  /** An `http` or `https` address. */
  url?: string;
}

/** Leaves out items that are not messages: tool calls, steps, hidden context. */
export const toEntries = (items: readonly ThreadItem[]): TranscriptEntry[] =>
  items.flatMap(entriesOf).filter(({ text, files = [] }) => text.trim() !== '' || files.length > 0);

function entriesOf(item: ThreadItem): TranscriptEntry[] {
  const at = parseTimestamp(item.created_at)?.toISOString();
  switch (item.type) {
    case 'user_message': {
      const files = item.attachments.map(({ name }) => name);
      const text = item.content.map((part) => part.text).join('');
      const quote = item.quoted_text || undefined;
      return [{ from: 'visitor', at, text, ...(quote && { quote }), ...(files.length > 0 && { files }) }];
    }
    case 'assistant_message': {
      const sources = toSources(item.content.flatMap(({ annotations }) => annotations));
      const text = item.content.map((part) => part.text).join('\n\n');
      return [{ from: 'assistant', at, text, ...(sources.length > 0 && { sources }) }];
    }
    case 'widget':
      return [{ from: 'assistant', at, text: item.copy_text?.trim() || widgetSpeech(item) }];
    case 'generated_image':
      return item.image ? [{ from: 'assistant', at, text: `![](${item.image.url})` }] : [];
    case 'structured_input':
      return item.inputs.flatMap(({ question, answer }): TranscriptEntry[] => [
        { from: 'assistant', at, text: question },
        // The item has one time for question and answer, that of the question.
        { from: 'visitor', at: undefined, text: (answer?.values ?? []).join('\n') },
      ]);
    default:
      return [];
  }
}

/** Each source once, in the order of the text. */
function toSources(annotations: readonly Annotation[]): TranscriptSource[] {
  const found = new Map<string, TranscriptSource>();
  for (const { source } of annotations) {
    const url = addressOf(source);
    found.set(url ?? source.title, { title: source.title, ...(url && { url }) });
  }
  return [...found.values()];
}

const addressOf = (source: Source): string | undefined =>
  source.type === 'url' && /^https?:/i.test(source.url) ? source.url : undefined;
