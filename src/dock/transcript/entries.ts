/** A thread as the entries of a transcript: who said what, and when. */
import type { Annotation, Source } from '@chatdock/protocol/sources';
import type { ThreadItem } from '@chatdock/protocol/items';
import { parseTimestamp } from '@chatdock/protocol/timestamps';
import { widgetSpeech } from '../../chatkit/speech/widget-speech.ts';

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
  /** True for everything that an AI wrote, as in `data-ai-generated`. */
  aiGenerated: boolean;
}

export interface TranscriptSource {
  title: string;
  /** An `http` or `https` address. */
  url?: string;
}

/** Leaves out what nobody said: tool calls, steps, hidden context. */
export const toEntries = (items: readonly ThreadItem[]): TranscriptEntry[] =>
  items.flatMap((item) => toEntry(item) ?? []);

function toEntry(item: ThreadItem): TranscriptEntry | undefined {
  const at = parseTimestamp(item.created_at)?.toISOString();
  const says = (text: string, more: Partial<TranscriptEntry> = {}): TranscriptEntry | undefined =>
    text.trim() === '' && !more.files?.length ? undefined : { from: 'assistant', at, text, aiGenerated: true, ...more };
  switch (item.type) {
    case 'user_message': {
      const files = item.attachments.map(({ name }) => name);
      return says(item.content.map(({ text }) => text).join(''), {
        from: 'visitor',
        aiGenerated: false,
        ...(item.quoted_text && { quote: item.quoted_text }),
        ...(files.length > 0 && { files }),
      });
    }
    case 'assistant_message': {
      const sources = toSources(item.content.flatMap(({ annotations }) => annotations));
      return says(item.content.map(({ text }) => text).join('\n\n'), sources.length > 0 ? { sources } : {});
    }
    case 'widget':
      return says(item.copy_text?.trim() || widgetSpeech(item));
    case 'generated_image':
      return item.image ? says(`![](${item.image.url})`) : undefined;
    case 'structured_input':
      return says(
        item.inputs
          .map(({ question, answer }) => [question, ...(answer?.values ?? []).map((value) => `- ${value}`)].join('\n'))
          .join('\n\n'),
      );
    default:
      return undefined;
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
