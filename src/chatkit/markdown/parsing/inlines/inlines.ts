/**
 * Parses the inline structure of one leaf. Source: CommonMark 0.31.2, appendix "Phase 2"; GFM for strikethrough and
 * autolinks; math in `$…$`, `$$…$$`, `\(…\)`, `\[…\]`.
 *
 * While a leaf is streaming (`open`), an unfinished construct is held back or rendered as its most likely result, so
 * that its marks never show: see docs/markdown.md.
 */
import type { Autolink } from './autolinks.ts';
import { CodeMarks } from './code-marks.ts';
import { DelimiterStack, MAX_HEIGHT, scanDelimiters } from './delimiters.ts';
import { isUnfinishedTarget, trimUnfinished } from '../unfinished.ts';
import { EndFinder } from './end-finder.ts';
import { rareSyntax } from '../../lazy-syntax.ts';
import { scanInlineTarget, scanLabel } from '../link-target.ts';
import { PieceList, type Piece } from './pieces.ts';
import { work } from '../steps.ts';
import { TagStack, type OpenTag } from './tag-stack.ts';
import { ESCAPABLE, normaliseLabel, normaliseUrl, readEntity } from '../text-rules.ts';
import { inlineText, type Inline, type LinkDefinition } from '../tree.ts';

export interface InlineContext {
  definition: (label: string) => LinkDefinition | undefined;
  hasFootnote: (label: string) => boolean;
  /** Called for labels that have no definition yet; footnote labels are passed as `^label`. */
  onMissing: (label: string) => void;
  /** True if the leaf's text may continue. */
  open: boolean;
  /** True if the document may continue, so that a label may still be defined. */
  documentOpen: boolean;
  /** Renders a line break in the text as a line break. */
  breaks: boolean;
  /** Turns bare URLs and email addresses into links. */
  autolinks: boolean;
  /** Reads only tags and comments, for text inside raw HTML. */
  tagsOnly?: boolean | undefined;
  /** Markers: ascending positions in the text, and their names. */
  markers: readonly { at: number; name: number }[];
}

export interface InlineResult {
  /** Inlines that further text cannot change, and where their text ends. */
  stable: Inline[];
  stableEnd: number;
  rest: Inline[];
}

interface Bracket {
  piece: Piece;
  /** The offset just after the bracket. */
  at: number;
  image: boolean;
  bracketAfter: boolean;
  delimiters: ReturnType<DelimiterStack['top']>;
  previous: Bracket | null;
}

const PLAIN = /[^\n`[\]\\!<&*_~$]+/y;
const BACKTICKS = /`+/y;
/** The maximum length of an unfinished link that is held back. */
const PATIENCE = 300;
/** The maximum length of an unfinished comment that is held back. */
const COMMENT_PATIENCE = 1000;
/** Limits the characters that references insert: this many, plus a multiple of the text's length. */
const MIN_EXPANSION = 4000;
const MAX_EXPANSION = 10;
/** How many characters are parsed between two attempts to mark the text before as stable. */
const STRIDE = 512;

const MEANINGFUL = /[\n`[\]\\<&*_~$@]|:\/\/|www\./i;

/** Fast path for a finished text without any markup, such as most table cells; else null. */
export function readPlain(text: string): Inline[] | null {
  if (MEANINGFUL.test(text)) return null;
  const shown = text.trimEnd();
  return shown === '' ? [] : [{ type: 'text', text: shown }];
}

/** Parses `text` in time linear in its length, for any input. */
export function parseInlines(text: string, context: InlineContext): InlineResult {
  return new InlineParser(text, context).parse();
}

class InlineParser {
  readonly #text: string;
  readonly #context: InlineContext;
  readonly #pieces = new PieceList();
  readonly #delimiters = new DelimiterStack(this.#pieces);
  readonly #ends: EndFinder;
  readonly #rare = rareSyntax.now();
  readonly #autolinks: readonly Autolink[];
  #brackets: Bracket | null = null;
  readonly #tags = new TagStack();
  readonly #codeMarks: CodeMarks;
  /** Link openers before this are inside a finished link and cannot open another. */
  #linksFrom = 0;
  /** The number of characters inserted by references so far. */
  #expanded = 0;
  #nextAutolink = 0;
  #nextMarker = 0;
  #at = 0;
  /** The text up to here has no markup. */
  #plainEnd = 0;
  #stable: Inline[] = [];
  #stableEnd = 0;
  #nextAttempt = STRIDE;
  /** Text before this may still belong to a construct that began earlier. */
  #unsafeUntil = 0;

  constructor(text: string, context: InlineContext) {
    this.#text = context.open ? trimUnfinished(text, context.autolinks) : text.trimEnd();
    work.steps += text.length;
    this.#context = context;
    this.#ends = new EndFinder(this.#text);
    this.#codeMarks = new CodeMarks(this.#text);
    this.#autolinks = (context.autolinks && this.#rare?.findAutolinks(this.#text)) || [];
  }

  parse(): InlineResult {
    const { open, markers } = this.#context;
    while (this.#at < this.#text.length) {
      this.#placeMarkers(this.#at);
      this.#step();
      if (open && this.#at >= this.#nextAttempt) this.#tryStable();
    }
    if (open) {
      this.#holdBrackets();
      for (let tag = this.#tags.pop(); tag; tag = this.#tags.pop()) this.#wrapTag(tag, true);
      this.#delimiters.matchHopefully(null);
    } else this.#delimiters.match(null);
    this.#placeMarkers(Infinity);
    const rest = this.#pieces.toInlines();
    if (markers.length > 0) addLostMarkers(rest, this.#stable, markers);
    return { stable: this.#stable, stableEnd: this.#stableEnd, rest };
  }

  #step(): void {
    work.steps++;
    if (this.#context.tagsOnly) return this.#text[this.#at] === '<' ? this.#angle() : this.#upToAngle();
    switch (this.#text[this.#at]) {
      case '\n':
        return this.#lineBreak();
      case '\\':
        return this.#backslash();
      case '`':
        return this.#codeSpan();
      case '*':
      case '_':
      case '~':
        return this.#delimiterRun();
      case '[':
        return this.#openBracket(1, false);
      case '!':
        return this.#text[this.#at + 1] === '[' ? this.#openBracket(2, true) : this.#plain(1);
      case ']':
        return this.#closeBracket();
      case '<':
        return this.#angle();
      case '&':
        return this.#entity();
      case '$':
        return this.#math();
      default:
        return this.#run();
    }
  }

  #upToAngle(): void {
    const next = this.#text.indexOf('<', this.#at);
    this.#plain((next < 0 ? this.#text.length : next) - this.#at);
  }

  #plain(length: number): void {
    this.#pieces.pushText(this.#text.slice(this.#at, this.#at + length));
    this.#at += length;
  }

  #run(): void {
    if (this.#plainEnd <= this.#at) {
      PLAIN.lastIndex = this.#at;
      this.#plainEnd = this.#at + (PLAIN.exec(this.#text)?.[0].length ?? 1);
    }
    let end = this.#plainEnd;
    const marker = this.#context.markers[this.#nextMarker]?.at;
    if (marker !== undefined && marker > this.#at && marker < end) end = marker;
    if (this.#context.open && end > this.#nextAttempt) {
      const from = Math.max(this.#at, this.#nextAttempt);
      const space = this.#text.slice(from, end - 1).indexOf(' ');
      if (space >= 0) end = from + space + 1;
    }
    while ((this.#autolinks[this.#nextAutolink]?.start ?? Infinity) < this.#at) this.#nextAutolink++;
    const link = this.#autolinks[this.#nextAutolink];
    if (link && link.start < end) {
      if (link.start === this.#at && !this.#brackets) return this.#autolink(link);
      if (link.start > this.#at) end = link.start;
    }
    this.#plain(end - this.#at);
  }

  #autolink({ end, href }: Autolink): void {
    // Trailing punctuation belongs to the sentence or, if more text follows, to the address.
    const pending = this.#context.open && /^[?!.,:;*_~'")–]*$/.test(this.#text.slice(end, end + 20));
    const children: Inline[] = [{ type: 'text', text: this.#text.slice(this.#at, end) }];
    this.#pieces.push({ type: 'link', href: normaliseUrl(href), title: '', children, pending, auto: true });
    if (pending) this.#holdHere();
    else this.#at = end;
  }

  #lineBreak(): void {
    const spaces = this.#pieces.trimTrailingSpaces();
    if (spaces >= 2 || this.#context.breaks) this.#pieces.push({ type: 'break' });
    else this.#pieces.pushText('\n');
    this.#at++;
    while (this.#text[this.#at] === ' ') this.#at++;
  }

  #backslash(): void {
    const next = this.#text[this.#at + 1];
    if ((next === '(' || next === '[') && this.#tryMath()) return;
    if (next === '\n') {
      this.#pieces.push({ type: 'break' });
      this.#at += 2;
      while (this.#text[this.#at] === ' ') this.#at++;
    } else if (next !== undefined && ESCAPABLE.test(next)) {
      this.#pieces.pushText(next);
      this.#at += 2;
    } else this.#plain(1);
  }

  #codeSpan(): void {
    BACKTICKS.lastIndex = this.#at;
    const { length } = BACKTICKS.exec(this.#text)?.[0] ?? '`';
    const start = this.#at + length;
    const end = this.#codeMarks.next(start, length);
    if (end !== null || (this.#context.open && this.#text.length - start < 2000)) {
      const raw = this.#text.slice(start, end ?? this.#text.length).replaceAll('\n', ' ');
      const padded = raw.length > 2 && raw.startsWith(' ') && raw.endsWith(' ') && raw.trim() !== '';
      this.#pieces.push({ type: 'code', text: padded ? raw.slice(1, -1) : raw });
      this.#at = end === null ? this.#text.length : end + length;
      if (end === null) this.#unsafeUntil = Infinity;
    } else {
      this.#unsafeUntil = Infinity;
      this.#plain(length);
    }
  }

  /** Links cannot be nested: closing a link disables the openers before it. Images may contain links. */
  #isActive(bracket: Bracket): boolean {
    return bracket.image || bracket.at >= this.#linksFrom;
  }

  #delimiterRun(): void {
    const run = scanDelimiters(this.#text, this.#at);
    const piece = this.#pieces.pushText(this.#text.slice(this.#at, this.#at + run.count));
    if ((run.canOpen || run.canClose) && (run.character !== '~' || run.count <= 2))
      this.#delimiters.push(run, piece, this.#at);
    this.#at += run.count;
  }

  #openBracket(length: 1 | 2, image: boolean): void {
    const piece = this.#pieces.pushText(this.#text.slice(this.#at, this.#at + length));
    this.#at += length;
    if (this.#brackets) this.#brackets.bracketAfter = true;
    this.#brackets = {
      piece,
      at: this.#at,
      image,
      bracketAfter: false,
      delimiters: this.#delimiters.top(),
      previous: this.#brackets,
    };
  }

  #closeBracket(): void {
    const opener = this.#brackets;
    const end = this.#at;
    if (!opener || !this.#isActive(opener)) {
      this.#brackets = opener?.previous ?? null;
      return this.#plain(1);
    }
    if (this.#context.open && this.#holdsLink(opener, end + 1)) return this.#hold(opener);
    if (!opener.image && this.#footnote(opener, end)) return;
    const target = this.#text[end + 1] === '(' ? scanInlineTarget(this.#text, end + 1) : null;
    if (target) return this.#link(opener, target, target.end, false);
    const label = this.#referenceLabel(opener, end);
    const definition = label && this.#context.definition(label.name);
    if (label && definition && this.#mayExpand(definition)) return this.#link(opener, definition, label.end, false);
    if (label && !definition) this.#context.onMissing(label.name);
    if (label?.full && !definition && this.#context.documentOpen && !opener.image)
      return this.#link(opener, { href: '', title: '' }, label.end, true);
    this.#brackets = opener.previous;
    this.#plain(1);
  }

  /** Stops a short text from growing into a huge page by repeating a reference to a long address. */
  #mayExpand({ href, title }: LinkDefinition): boolean {
    this.#expanded += href.length + title.length;
    return this.#expanded <= MIN_EXPANSION + MAX_EXPANSION * this.#text.length;
  }

  /** Whether the brackets that end before `next` may still become a link. */
  #holdsLink(opener: Bracket, next: number): boolean {
    if (this.#text.length - opener.at > PATIENCE * (this.#text[next] === '(' ? 8 : 1)) return false;
    return next >= this.#text.length || isUnfinishedTarget(this.#text.slice(next));
  }

  #footnote(opener: Bracket, end: number): boolean {
    const label = /^\^([^\s[\]]{1,200})$/.exec(end - opener.at > 202 ? '' : this.#text.slice(opener.at, end))?.[1];
    if (label === undefined || this.#text[end + 1] === '(') return false;
    if (!this.#context.hasFootnote(label)) {
      this.#context.onMissing(`^${label}`);
      if (!this.#context.documentOpen) return false;
    }
    this.#delimiters.dropAbove(opener.delimiters);
    this.#tags.dropFrom(opener.at);
    this.#pieces.cutFrom(opener.piece);
    this.#pieces.push({ type: 'footnote', label });
    this.#brackets = opener.previous;
    this.#at = end + 1;
    return true;
  }

  #referenceLabel(opener: Bracket, end: number): { name: string; end: number; full: boolean } | null {
    const length = scanLabel(this.#text, end + 1);
    const full = length > 2;
    if (!full && (opener.bracketAfter || end - opener.at > 999)) return null;
    const name = normaliseLabel(full ? this.#text.slice(end + 2, end + length) : this.#text.slice(opener.at, end));
    return name === '' ? null : { name, end: end + 1 + length, full };
  }

  #link(opener: Bracket, { href, title }: LinkDefinition, end: number, pending: boolean): void {
    this.#delimiters.match(opener.delimiters);
    this.#tags.dropFrom(opener.at);
    const { inlines, height } = this.#pieces.extractAfter(opener.piece);
    this.#pieces.cutFrom(opener.piece);
    if (opener.image) this.#pieces.push({ type: 'image', src: href, title, alt: inlineText(inlines) }, height);
    else {
      const markers = inlines.filter((inline) => inline.type === 'marker');
      const children = inlines.flatMap((inline) =>
        inline.type === 'marker' ? [] : inline.type === 'link' && inline.auto ? inline.children : [inline],
      );
      this.#pieces.push({ type: 'link', href, title, children, pending, auto: false }, height + 1);
      for (const marker of markers) this.#pieces.push(marker);
    }
    this.#brackets = opener.previous;
    if (!opener.image) this.#linksFrom = opener.at;
    this.#at = end;
  }

  #angle(): void {
    const found = this.#rare?.scanHtml(this.#ends, this.#at);
    if (found) {
      if (found.href === undefined || this.#context.tagsOnly) return this.#html(found.source);
      this.#pieces.push({
        type: 'link',
        href: normaliseUrl(found.href),
        title: '',
        children: [{ type: 'text', text: found.source.slice(1, -1) }],
        pending: false,
        auto: true,
      });
      this.#at += found.source.length;
      return;
    }
    if (this.#rare && this.#context.open && /[A-Za-z/!?]/.test(this.#text[this.#at + 1] ?? '')) {
      this.#unsafeUntil = Infinity;
      const left = this.#text.length - this.#at;
      if (left < COMMENT_PATIENCE && this.#text.startsWith('<!--', this.#at)) return this.#holdHere();
      if (left < PATIENCE && this.#rare.isUnfinishedTag(this.#text.slice(this.#at))) return this.#holdHere();
    }
    this.#plain(1);
  }

  /** A comment is not shown, a simple tag begins or ends an element, and any other tag is text. */
  #html(source: string): void {
    const tag = this.#rare?.readSimpleTag(source);
    const at = this.#at;
    this.#at += source.length;
    if (source.startsWith('<!--')) this.#pieces.push({ type: 'comment', text: source });
    else if (tag?.name === 'br') {
      this.#pieces.trimTrailingSpaces();
      this.#pieces.push({ type: 'break' });
      while (/[ \n]/.test(this.#text[this.#at] ?? '')) this.#at++;
    } else if (tag && !tag.closes && this.#tags.mayOpen(tag.name)) {
      const piece = this.#pieces.push({ type: 'html', text: source });
      this.#tags.push({ name: tag.name, piece, at, delimiters: this.#delimiters.top() });
    } else {
      const opener = tag ? this.#tags.popTo(tag.name) : null;
      if (!opener || !this.#wrapTag(opener, false)) this.#pieces.push({ type: 'html', text: source });
    }
  }

  /** Wraps everything after an opening tag in an element. `hopefully`: its closing tag has not arrived yet. */
  #wrapTag({ name, piece, at, delimiters }: OpenTag, hopefully: boolean): boolean {
    if (this.#pieces.heightBetween(piece, null) >= MAX_HEIGHT) {
      this.#tags.clear(); // the elements around it would be too deep as well
      return false;
    }
    if (hopefully) this.#delimiters.matchHopefully(delimiters);
    else this.#delimiters.match(delimiters);
    // A link cannot begin inside the element and end after it.
    while (this.#brackets && this.#brackets.at > at) this.#brackets = this.#brackets.previous;
    const { inlines, height } = this.#pieces.extractAfter(piece);
    this.#pieces.cutFrom(piece);
    if (inlines.length > 0 || !hopefully) this.#pieces.push({ type: 'element', name, children: inlines }, height + 1);
    return true;
  }

  #entity(): void {
    const entity = readEntity(this.#text, this.#at);
    if (!entity) return this.#plain(1);
    this.#pieces.pushText(entity.value);
    this.#at += entity.length;
  }

  #math(): void {
    if (this.#tryMath()) return;
    let end = this.#at;
    while (this.#text[end] === '$') end++;
    this.#plain(end - this.#at);
  }

  #tryMath(): boolean {
    const found = this.#rare?.scanMath(this.#ends, this.#at);
    if (found) {
      this.#pieces.push({ type: 'math', tex: found.tex, display: found.display });
      this.#at = found.end;
      return true;
    }
    if (!this.#rare || !this.#context.open) return false;
    this.#unsafeUntil = Math.max(this.#unsafeUntil, this.#at + 4000);
    if (!this.#rare.unfinishedMath(this.#text, this.#at)) return false;
    this.#holdHere();
    return true;
  }

  /** Holds back everything from a bracket on. */
  #hold(opener: Bracket): void {
    this.#delimiters.dropAbove(opener.delimiters);
    this.#tags.dropFrom(opener.at);
    this.#pieces.cutFrom(opener.piece);
    this.#brackets = opener.previous;
    this.#at = this.#text.length;
    this.#unsafeUntil = Infinity;
  }

  #holdHere(): void {
    this.#at = this.#text.length;
    this.#unsafeUntil = Infinity;
  }

  /** Holds back unclosed brackets near the end, which may become links. */
  #holdBrackets(): void {
    let found: Bracket | null = null;
    for (let bracket = this.#brackets; bracket && this.#text.length - bracket.at < PATIENCE; bracket = bracket.previous)
      if (this.#isActive(bracket)) found = bracket;
    if (found) this.#hold(found);
  }

  #placeMarkers(upTo: number): void {
    const { markers } = this.#context;
    for (let marker = markers[this.#nextMarker]; marker && marker.at <= upTo; marker = markers[++this.#nextMarker]) {
      this.#pieces.push({ type: 'marker', at: marker.name });
    }
  }

  /** Between two words, with nothing pending, everything before is stable. */
  #tryStable(): void {
    const pending = this.#brackets !== null || !this.#tags.isEmpty || this.#at < this.#unsafeUntil;
    if (!pending && (!/[ \n]/.test(this.#text[this.#at - 1] ?? '') || !/\S/.test(this.#text[this.#at] ?? ''))) return;
    this.#nextAttempt = this.#at + STRIDE;
    if (pending) return;
    this.#delimiters.matchSoFar();
    if (this.#delimiters.top()) return;
    for (const inline of this.#pieces.toInlines()) this.#stable.push(inline);
    this.#pieces.clear();
    this.#stableEnd = this.#at;
  }
}

/** Appends markers whose text is held back, or is in an image's description, to the end. */
function addLostMarkers(rest: Inline[], stable: readonly Inline[], markers: InlineContext['markers']): void {
  const placed = new Set<number>();
  const collect = (inlines: readonly Inline[]) => {
    for (const inline of inlines) {
      if (inline.type === 'marker') placed.add(inline.at);
      else if ('children' in inline) collect(inline.children);
    }
  };
  collect(stable);
  collect(rest);
  for (const { name } of markers) if (!placed.has(name)) rest.push({ type: 'marker', at: name });
}
