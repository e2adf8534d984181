/** Text components: titles, captions, texts, Markdown. */
import { MarkdownText } from '../../thread/messages/MarkdownText.tsx';
import { EditableText } from '../fields/LongText.tsx';
import { textStyle, toFlag, toText, toWord } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';

/** A number with its signs, and at most a short unit after it: an amount, a time, a telephone number. */
const NUMBER = /^[\p{Sc}\p{N}\s.,:'’%+\-−–/()°×#*]{1,24}\p{L}{0,4}$/u;
/** A word too long for a narrow column, such as an address. */
const LONG_WORD = /[^\s\p{Pd}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{34}/u;

/** Numbers stay on one line; a word that is longer than a narrow column may break. */
const wrapping = (value: string): string =>
  value.length <= 28 && /\p{N}/u.test(value) && NUMBER.test(value)
    ? ' w-number'
    : LONG_WORD.test(value)
      ? ' w-long'
      : '';

/** Keeps a number on the line of its currency or its percent sign. */
const withNumbersWhole = (value: string): string =>
  value.replace(/(?<=\p{N}) (?=[\p{Sc}%°])|(?<=\p{Sc}) (?=\p{N})/gu, '\u00a0');

const clamping = (component: ComponentProps['component']) =>
  toFlag(component['truncate']) ? ' truncate' : typeof component['maxLines'] === 'number' ? ' clamp' : '';

export function Title({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const size = toWord(component['size'], ['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl']) ?? 'md';
  const value = toText(component['value']) ?? '';
  return (
    <div
      class={`w-title ${size}${clamping(component)}${wrapping(value)}`}
      style={textStyle(component, scheme)}
      dir="auto"
      aria-busy={toFlag(component['streaming']) || undefined}
    >
      {withNumbersWhole(value)}
    </div>
  );
}

export function Caption({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const size = toWord(component['size'], ['sm', 'md', 'lg']) ?? 'md';
  const value = toText(component['value']) ?? '';
  return (
    <div
      class={`w-caption ${size}${clamping(component)}${wrapping(value)}`}
      style={textStyle(component, scheme)}
      dir="auto"
    >
      {withNumbersWhole(value)}
    </div>
  );
}

export function Text({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const { editable } = component;
  const size = toWord(component['size'], ['xs', 'sm', 'md', 'lg', 'xl']) ?? 'md';
  const value = toText(component['value']) ?? '';
  const flags = `${toFlag(component['italic']) ? ' italic' : ''}${toFlag(component['lineThrough']) ? ' struck' : ''}`;
  if (editable === true || (typeof editable === 'object' && editable !== null)) {
    return <EditableText component={component} className={`w-text ${size}${flags}`} />;
  }
  return (
    <div
      class={`w-text ${size}${flags}${clamping(component)}${wrapping(value)}`}
      style={textStyle(component, scheme)}
      dir="auto"
      aria-busy={toFlag(component['streaming']) || undefined}
    >
      {withNumbersWhole(value)}
    </div>
  );
}

export function Markdown({ component }: ComponentProps) {
  return <MarkdownText text={toText(component['value']) ?? ''} isDone={!toFlag(component['streaming'])} />;
}
