/** Saves a conversation of the list as a Markdown file, made in the browser. */
import { parseTimestamp } from '@chatdock/protocol/timestamps';
import { createText } from '../language/text.ts';
import type { Controller } from '../state/controller.ts';
import { toEntries } from '../transcript/entries.ts';
import { fileName, toMarkdown } from '../transcript/formats.ts';
import { readItems } from '../transcript/read-items.ts';
import { saveText } from '../transcript/save-text.ts';

/** @throws ProtocolError if the server cannot be reached or refuses. */
export async function exportThread({ context }: Controller, threadId: string): Promise<void> {
  const { language, options } = context.store.get();
  const t = createText(language);
  const signal = context.signal();
  const client = await context.client();
  const [{ title }, { items, isCut }] = await Promise.all([
    client.request({ type: 'threads.get_by_id', params: { thread_id: threadId } }, { signal }),
    readItems(client, threadId, signal),
  ]);
  const format = new Intl.DateTimeFormat(language.locale, { dateStyle: 'medium', timeStyle: 'short' });
  const head = {
    title: title ?? t('history.untitled'),
    threadId,
    isCut,
    visitor: t('history.you'),
    assistant: options.header.titleText ?? options.frameTitle ?? t('history.assistant'),
    sources: t('history.sources'),
    when(at: string) {
      const date = parseTimestamp(at);
      return date ? format.format(date) : '';
    },
  };
  saveText(fileName(head.title, 'md'), 'text/markdown', toMarkdown(head, toEntries(items)));
}
