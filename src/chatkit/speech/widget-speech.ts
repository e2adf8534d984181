/** A widget in a few words: its purpose and its first line. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { WidgetItem } from '@chatdock/protocol/thread/items';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';

/** The number of components that are searched for words. */
const MAX_READ = 500;
const MAX_LETTERS = 200;

/**
 * Its `copy_text`, else its title and its first line. Empty for a widget without words.
 *
 * @param wordsOf Gives the words of Markdown, if they are to be spoken.
 */
export function widgetSpeech(
  { copy_text: copyText, widget }: Pick<WidgetItem, 'copy_text' | 'widget'>,
  wordsOf: (markdown: string) => string = (markdown) => markdown,
): string {
  if (typeof copyText === 'string' && copyText.trim() !== '') return shortened(copyText);
  const { status } = widget;
  let title = isRecord(status) && typeof status['text'] === 'string' ? status['text'] : '';
  let line = '';
  const open: WidgetComponent[] = [widget];
  for (let read = 0; read < MAX_READ && line === ''; read++) {
    const component = open.pop();
    if (!component) break;
    const { type, value, children } = component;
    if (typeof value === 'string' && value.trim() !== '') {
      if (type === 'Title' && title === '') title = value;
      else if (type === 'Markdown') line = wordsOf(value.slice(0, MAX_LETTERS * 10));
      else if (['Title', 'Text', 'Caption'].includes(type) && value !== title) line = value;
    }
    if (children) open.push(...(Array.isArray(children) ? children.slice(0, MAX_READ).toReversed() : [children]));
  }
  return [title, line]
    .map(shortened)
    .filter((words) => words !== '')
    .join('. ');
}

const shortened = (words: string): string => {
  const plain = words
    .slice(0, MAX_LETTERS * 2)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.length <= MAX_LETTERS ? plain : `${plain.slice(0, MAX_LETTERS)}…`;
};
