/**
 * Handles citation markers in a model's text: markers of our numbered passages become citations, and those of a
 * provider's tools are removed.
 */
import type { Annotation, Source } from '@chatdock/protocol/thread/sources';

/** Sources by the numbers that the model uses. */
type NumberedSources = ReadonlyMap<number, Source>;

/** `【2】` and `【2, 3†page】`: what a model writes after it used a numbered passage. Other texts use such brackets for headings. */
const NUMBERED = /(?:(?<![ \t])[ \t]+)?【\s{0,9}(\d{1,4}(?:\s{0,9},\s{0,9}\d{1,4})*)[^】\n]{0,40}】/u;
/** `【4:0†fees.pdf】`, `【†source】`: what OpenAI's file search writes. */
const FILE_SEARCH = /(?:(?<![ \t])[ \t]+)?【\s{0,9}\d{0,4}(?::\d{1,4})?\s{0,9}†[^】\n]{0,200}】/u;
/**
 * Between private-use characters: `cite`, `filecite`, `navlist` and others, with their positions. Also escaped as
 * `\\ue200`.
 */
const BRACKETED = /(?:(?<![ \t])[ \t]+)?(?:\ue200|\\ue200)[^\n\ue201]{0,600}?(?:\ue201|\\ue201)/u;
const BARE_NAMES = ['filecite', 'cite', 'navlist', 'entity', 'image_group', 'url', 'video', 'product', 'forecast', 'i'];
/** Text that ChatGPT writes where its own page draws a citation. */
const CONTENT_REFERENCE = /(?:(?<![ \t])[ \t]+)?:?contentReference\[oaicite:\d{1,4}\](?:\{index=\d{1,4}\})?/u;
/** Gemini's: `[cite_start]` before a sentence and `[cite: 1, 2]` after it. */
const CITE = /\[cite_start\]|(?:(?<![ \t])[ \t]+)?\[cite:\s{0,9}\d{1,4}(?:\s{0,9}[,-]\s{0,9}\d{1,4})*\s{0,9}\]/u;
/** Markers whose brackets a server removed: `citeturn0search0`, `filecite turn1file2turn1file3L10-L12`. */
const BARE = new RegExp(
  `(?:(?<![ \\t])[ \\t]+)?(?<![\\p{L}\\p{N}])(?:${BARE_NAMES.join('|')})?[\\ue202 ]?(?:turn\\d{1,3}[a-z]{3,12}\\d{1,3}(?:L\\d{1,6}(?:-L?\\d{1,6})?)?[\\ue202,]?)+(?![\\p{L}\\p{N}])`,
  'u',
);
/** Remaining private-use characters. */
const LEFT_OVER = /[\ue200-\ue20f]/u;
/** Code is shown as it was written. A line that opens inline code and does not close it is code to its end. */
const CODE = /`[^`\n]*(?:`|$)/u;

const ALL = new RegExp(
  `(?<code>${CODE.source})|(?<gone>${[FILE_SEARCH, BRACKETED, CONTENT_REFERENCE, CITE, BARE, LEFT_OVER].map(({ source }) => source).join('|')})|(?<numbered>${NUMBERED.source})`,
  'gu',
);

/** Text that may still become a marker, and the part of the line that is searched for it. */
const UNDECIDED: readonly (readonly [chars: number, pattern: RegExp])[] = [
  [220, /[ \t]*【[^】\n]{0,200}$/u],
  [620, /[ \t]*(?:\ue200|\\ue200)[^\n\ue201]{0,600}$/u],
  [20, /[ \t]*\\(?:u(?:e(?:2(?:00?)?)?)?)?$/u],
  [220, /[ \t]*(?<![\p{L}\p{N}])(?:[a-z_]{1,11}[\ue202 ]?)?(?:t|tu|tur|turn[a-zL\d\ue202,-]{0,200})?$/u],
  [100, /[ \t]*\[(?:c(?:i(?:te?)?)?|cite[_:][^\]\n]{0,80})?$/u],
  [60, /[ \t]*(?::[a-zA-Z]{0,16}|:?contentReference\[[^\n\]]{0,12}(?:\](?:\{[a-z=\d]{0,12})?)?)$/u],
  [60, /[ \t]+$/u],
];
/** How many characters at the end of a line are checked if the line may not hold a marker. */
const FEW_CHARS = 40;
/** A longer line is read in parts. */
const MAX_LINE_CHARS = 2000;

/** How many characters at the end of a line are not decided yet. */
function undecidedChars(line: string): number {
  const mayHaveMarkers = MAY_HOLD_MARKERS.test(line.slice(-MAX_LINE_CHARS));
  const ends = UNDECIDED.map(
    ([chars, pattern]) => pattern.exec(line.slice(-(mayHaveMarkers ? chars : FEW_CHARS)))?.[0] ?? '',
  ).filter(mayGrow);
  return Math.max(0, ...ends.map(({ length }) => length));
}

/** A cheap check, because almost no text has markers. */
const MAY_HOLD_MARKERS = /[【\ue200-\ue20f\\]|turn\d|\[cite|oaicite/u;

/** Holds back only words that begin the name of a marker; most do not. */
function mayGrow(end: string): boolean {
  const word = /^[ \t]*([a-z_]+)/u.exec(end)?.[1] ?? '';
  return word === '' || word.includes('turn') || [...BARE_NAMES, 'turn'].some((name) => `${name}turn`.startsWith(word));
}

interface Read {
  text: string;
  annotations: Annotation[];
}

/** A whole text without its markers, and an annotation at the position of each of ours. Markers of unknown numbers are dropped. */
export function readMarkers(text: string, sources: NumberedSources): Read {
  const reader = new MarkerReader(sources);
  const first = reader.read(text);
  const last = reader.end();
  return { text: first.text + last.text, annotations: [...first.annotations, ...last.annotations] };
}

/** Reads markers from a text that arrives in pieces. Holds back a possible start of a marker until it is decided. */
export class MarkerReader {
  readonly #sources: NumberedSources;
  /** The current line as received, and how many of its characters were released. */
  #line = '';
  #released = 0;
  /** The position from which to search for the next marker or code. Everything before it is decided. */
  #scanned = 0;
  #isFenced = false;
  #chars = 0;
  #annotations: Annotation[] = [];

  constructor(sources: NumberedSources) {
    this.#sources = sources;
  }

  /** Text that can be shown now, and annotations whose `index` counts from the start of the whole text. */
  read(delta: string): Read {
    const out: Read = { text: '', annotations: [] };
    for (let at = 0; at < delta.length; at += MAX_LINE_CHARS) this.#read(delta.slice(at, at + MAX_LINE_CHARS), out);
    return out;
  }

  #read(delta: string, out: Read) {
    const lines = delta.split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#line += line;
      this.#release(out, this.#line.length);
      this.#endLine(out);
    }
    this.#line += rest;
    this.#release(out, this.#line.length - (this.#isFenced ? 0 : undecidedChars(this.#line)));
    if (this.#line.length > MAX_LINE_CHARS) {
      this.#line = this.#line.slice(this.#released);
      this.#scanned = Math.max(0, this.#scanned - this.#released);
      this.#released = 0;
    }
  }

  /** At the end of the text, releases the held-back part. */
  end(): Read {
    const out: Read = { text: '', annotations: [] };
    this.#release(out, this.#line.length);
    return out;
  }

  #endLine(out: Read) {
    if (/^\s*(?:```|~~~)/u.test(this.#line)) this.#isFenced = !this.#isFenced;
    this.#line = '';
    this.#released = 0;
    this.#scanned = 0;
    this.#add(out, '\n');
  }

  /** Releases the line up to `end`. */
  #release(out: Read, end: number) {
    const opensFence = /^\s*(?:```|~~~)/u.test(this.#line);
    if (this.#isFenced || opensFence) {
      this.#add(out, this.#line.slice(this.#released, end));
      this.#released = end;
      return;
    }
    ALL.lastIndex = this.#scanned; // `matchAll` copies this position
    const mayHaveMarkers = MAY_HOLD_MARKERS.test(this.#line);
    const matches = mayHaveMarkers ? this.#line.slice(0, end).matchAll(ALL) : [];
    let openCode: number | undefined;
    for (const match of matches) {
      const after = match.index + match[0].length;
      if (match.groups?.['code']?.match(/^`[^`]*$/u)) openCode = match.index;
      if (after <= this.#released) continue;
      const { numbered, gone } = match.groups ?? {};
      if (gone === undefined && (numbered === undefined || this.#sources.size === 0)) continue;
      this.#add(out, this.#line.slice(this.#released, Math.max(this.#released, match.index)));
      this.#released = after;
      if (numbered !== undefined)
        this.#cite(out, match.findLast((group) => group !== undefined && /^\d/u.test(group)) ?? '');
    }
    this.#add(out, this.#line.slice(this.#released, Math.max(this.#released, end)));
    this.#released = Math.max(this.#released, end);
    // Unclosed code still begins at the same position.
    if (mayHaveMarkers) this.#scanned = openCode ?? this.#released;
  }

  #add(out: Read, text: string) {
    out.text += text;
    this.#chars += text.length;
  }

  #cite(out: Read, numbers: string) {
    for (const number of numbers.split(',')) {
      const source = this.#sources.get(Number(number));
      const known = this.#annotations.some(
        (annotation) => annotation.index === this.#chars && annotation.source === source,
      );
      if (source === undefined || known) continue;
      const annotation: Annotation = { type: 'annotation', source, index: this.#chars };
      this.#annotations.push(annotation);
      out.annotations.push(annotation);
    }
  }
}
