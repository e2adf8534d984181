/** What the parts of a Markdown view share: options with their defaults, labels waiting for a meaning, lazy tools. */
import { type ReadLine } from './highlight.ts';
import type { ImagePolicy } from './link-policy.ts';
import type { DrawMath } from './math.ts';
import type { BlockParser } from './blocks.ts';

/** The words a Markdown view shows or speaks. */
export interface MarkdownWords {
  /** On a button above code. */
  copy: string;
  copied: string;
  loadImage: (host: string) => string;
  blockedImage: (host: string) => string;
  /** From a footnote to where it is named. */
  backToText: string;
}

export const ENGLISH_WORDS: MarkdownWords = {
  copy: 'Copy code',
  copied: 'Copied',
  loadImage: (host) => `Load the image from ${host}`,
  blockedImage: (host) => `An image from ${host} wasn’t loaded.`,
  backToText: 'Back to the text',
};

export interface MarkdownOptions {
  words?: MarkdownWords | undefined;
  images?: ImagePolicy | undefined;
  /** A line break in the text is a line break on the page. @defaultValue false */
  breaks?: boolean | undefined;
  /** Bare URLs and addresses become links, as GFM has it. @defaultValue true */
  autolinks?: boolean | undefined;
  /** Fired when a `chatkit-link:` address is clicked; it goes nowhere by itself. */
  onDeepLink?: ((href: string) => void) | undefined;
  /** Draws what stands at a marker's position. Called once for each element needed. */
  drawMarker?: ((at: number) => HTMLElement) | undefined;
  /** Fired when drawing finished later than the call that asked for it: a frame, a loaded tool, a picture. */
  onDraw?: (() => void) | undefined;
  /** The language of the words around what a long message does not draw. @defaultValue English */
  locale?: string | undefined;
  /** Speaks to screen readers. */
  announce?: ((text: string) => void) | undefined;
  /** Writes to the clipboard. @defaultValue the browser's own */
  copyText?: ((text: string) => Promise<void>) | undefined;
}

/** A leaf that can be drawn again when a label it uses gets a meaning. */
export interface Redrawable {
  /** How many characters it shows. */
  readonly size: number;
  redraw(): void;
}

/** A leaf that markers can be placed in. */
export interface Leaf extends Redrawable {
  readonly element: HTMLElement;
  /** Where its source begins. */
  readonly from: number;
  setMarkers(markers: readonly number[]): void;
}

export interface DrawContext {
  readonly options: MarkdownOptions;
  readonly words: MarkdownWords;
  parser: BlockParser;
  /** The whole text has arrived. */
  done: boolean;
  /** What is being drawn ends in a line that may still grow. */
  peeking: boolean;
  /** Every leaf drawn, some of them gone again. */
  readonly leaves: Set<Leaf>;
  readonly waiting: Map<string, Set<Redrawable>>;
  /** What stays behind the blocks of the whole text: the part that is not drawn. */
  rest: HTMLElement | null;
  /** So many characters of formulas and coloured words of code may still be drawn. */
  texLeft: number;
  coloursLeft: number;
  /** A footnote reference appeared or vanished: the numbers must be given anew. */
  footnotesChanged: boolean;
  /** A paragraph's text without the reference definitions at its beginning. */
  withoutDefinitions(text: string): string;
  /** Calls back with the tool, now or when it is loaded; never when it cannot be loaded. */
  withMath(use: (draw: DrawMath) => void): void;
  withHighlighter(language: string, use: (create: () => ReadLine) => void): void;
}
