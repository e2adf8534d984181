/** Reading an answer aloud while it is written: whole sentences, each once, no oftener than they can be listened to. */
import type { ThreadItem } from '@chatdock/protocol/items';
import { isResponding, type ChatState } from './chat-state.ts';
import { whenIdle } from '../ui/when-idle.ts';
import type { Store } from './store.ts';

/** How long to gather sentences before speaking them, in milliseconds: short pieces would interrupt one another. */
const GATHER_MS = 1500;

/** Speech is prepared after the page has drawn, and at the latest after this many milliseconds. */
const PREPARE_WITHIN_MS = 500;

/** Speaks what the assistant writes from now on, through `announce`. */
export function speakAnswers(store: Store<ChatState>, announce: (text: string) => void): () => void {
  /** Of each message, how much has been spoken. */
  const spoken = new Map<string, number>();
  let lastAt = -Infinity;
  let wasResponding = false;
  let isWaiting = false;

  const speak = (items: readonly ThreadItem[], isOver: boolean) => {
    isWaiting = false;
    const said = newSentences(items, spoken, isOver);
    if (said !== '') {
      announce(said);
      lastAt = performance.now();
    }
    if (isOver) spoken.clear();
  };

  return store.subscribe(() => {
    const state = store.get();
    const responding = isResponding(state);
    if (!responding && !wasResponding) return;
    const isOver = wasResponding && !responding;
    wasResponding = responding;
    if (!isOver && (isWaiting || performance.now() - lastAt < GATHER_MS)) return;
    isWaiting = true;
    whenIdle(() => speak(state.thread.items, isOver), PREPARE_WITHIN_MS);
  });
}

function newSentences(items: readonly ThreadItem[], spoken: Map<string, number>, isOver: boolean): string {
  const lastAsked = items.findLastIndex(({ type }) => type === 'user_message');
  const pieces = items.slice(lastAsked + 1).map((item) => {
    if (item.type !== 'assistant_message') return '';
    const text = item.content.map((part) => part.text).join('\n');
    const from = spoken.get(item.id) ?? 0;
    const to = isOver ? text.length : lastSentenceEnd(text);
    if (to <= from) return '';
    spoken.set(item.id, to);
    return toSpeech(text.slice(from, to));
  });
  return pieces.filter((piece) => piece !== '').join(' ');
}

/** Where the last whole sentence or line ends. */
export function lastSentenceEnd(text: string): number {
  let end = 0;
  for (const { index, 0: found } of text.matchAll(/[.!?…]["'”’)\]]*\s|[。！？]|\n/g)) end = index + found.length;
  return end;
}

/** Markdown as one would read it aloud: marks go, words stay, code is named by its text. Linear in time, whatever the text. */
export function toSpeech(markdown: string): string {
  return markdown
    .replace(/<!--[^]{0,500}?-->|<\/?(?:br|details|summary) ?\/?>/gi, ' ')
    .replace(/<\/?(?:sub|sup|kbd|u|mark|del|ins)>/gi, '')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/^[\t :|-]+$/gm, '')
    .replace(/^\s{0,3}(?:#{1,6}|>|[-*+]|```.*|~~~.*)\s?/gm, '')
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/\|/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
