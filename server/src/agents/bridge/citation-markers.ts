/** Markers such as 【2】 that a model writes after what it took from a numbered passage: read out of the text as it streams. */
import type { Annotation, Source } from '@chatdock/protocol/sources';

/** Sources by the number the model knows them by. */
export type NumberedSources = ReadonlyMap<number, Source>;

const MARKER = /\s?【\s*(\d{1,4}(?:\s*,\s*\d{1,4})*)[^】\n]{0,40}】/gu;
/** What may still become a marker when more text arrives: a space, or an opened bracket without its end. */
const UNDECIDED = /(?:\s?【[^】\n]{0,60}|\s)$/u;

/** A text without its markers, and an annotation where each stood. Markers of unknown numbers are dropped. */
export function readMarkers(text: string, sources: NumberedSources): { text: string; annotations: Annotation[] } {
  let clean = '';
  let from = 0;
  const annotations: Annotation[] = [];
  for (const match of text.matchAll(MARKER)) {
    clean += text.slice(from, match.index);
    from = match.index + match[0].length;
    for (const number of (match[1] ?? '').split(',')) {
      const source = sources.get(Number(number));
      const known = annotations.some((annotation) => annotation.index === clean.length && annotation.source === source);
      if (source !== undefined && !known) annotations.push({ type: 'annotation', source, index: clean.length });
    }
  }
  return { text: clean + text.slice(from), annotations };
}

/** Reads markers out of a text that arrives in pieces. What might be the start of one is held back until it is decided. */
export class MarkerReader {
  readonly #sources: NumberedSources;
  #held = '';
  #chars = 0;

  constructor(sources: NumberedSources) {
    this.#sources = sources;
  }

  /** Text that can be shown now, and annotations whose `index` counts from the start of the whole text. */
  read(delta: string): { text: string; annotations: Annotation[] } {
    const all = this.#held + delta;
    const undecided = UNDECIDED.exec(all);
    this.#held = undecided?.[0] ?? '';
    return this.#take(all.slice(0, all.length - this.#held.length));
  }

  /** What was held back, now that nothing follows. */
  end(): { text: string; annotations: Annotation[] } {
    const rest = this.#held;
    this.#held = '';
    return this.#take(rest);
  }

  #take(raw: string): { text: string; annotations: Annotation[] } {
    const { text, annotations } = readMarkers(raw, this.#sources);
    const placed = annotations.map((annotation) => ({ ...annotation, index: (annotation.index ?? 0) + this.#chars }));
    this.#chars += text.length;
    return { text, annotations: placed };
  }
}
