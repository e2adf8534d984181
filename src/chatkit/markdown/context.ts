/** State shared by the parts of a Markdown view: options with defaults, unresolved labels, lazy tools. */
import type { Text } from '../language/text.ts';
import type { Pictures } from '../pictures/pictures.ts';
import type { LazyTools } from './lazy-tools.ts';
import type { BlockParser } from './parsing/blocks.ts';
import type * as RichBlocks from './rich-blocks/rich-blocks.ts';

/** The visible and spoken texts of a Markdown view. */
interface MarkdownWords {
  /** The label of the copy button above code. */
  copy: string;
  copied: string;
  loadImage: (host: string) => string;
  blockedImage: (host: string) => string;
  /** The label of the link from a footnote back to its reference. */
  backToText: string;
}

export const englishWords: MarkdownWords = {
  copy: 'Copy code',
  copied: 'Copied',
  loadImage: (host) => `Load the image from ${host}`,
  blockedImage: (host) => `An image from ${host} wasn’t loaded.`,
  backToText: 'Back to the text',
};

export interface MarkdownOptions {
  words?: MarkdownWords | undefined;
  /** The texts of parts that load later. @defaultValue English */
  text?: Text | undefined;
  /** Decides which images load. @defaultValue each host is asked about once */
  pictures?: Pictures | undefined;
  /** Renders a line break in the text as a line break. @defaultValue false */
  breaks?: boolean | undefined;
  /** Turns bare URLs and email addresses into links, as in GFM. @defaultValue true */
  autolinks?: boolean | undefined;
  /** Fires when a `chatkit-link:` address is clicked. The link does not navigate. */
  onDeepLink?: ((href: string) => void) | undefined;
  /** Creates the element for a marker. Called once per element. */
  drawMarker?: ((at: number) => HTMLElement) | undefined;
  /** Fires after rendering that happens later than `update`: in a new frame, or when a tool or image has loaded. */
  onDraw?: (() => void) | undefined;
  /** The direction of the language around the message. @defaultValue 'ltr' */
  direction?: 'ltr' | 'rtl' | undefined;
  /** The message that this one answers. Its letters suggest the direction of the first words. */
  textBefore?: (() => string) | undefined;
  /** Adds a style sheet to the tree that the view is in. */
  adoptStyles?: ((css: string) => void) | undefined;
  /** Announces text to screen readers. */
  announce?: ((text: string) => void) | undefined;
  /** Copies text to the clipboard. @defaultValue the Clipboard API */
  copyText?: ((text: string) => Promise<void>) | undefined;
}

/** A leaf that is rendered again when a label it uses is defined. */
export interface Redrawable {
  /** The number of characters it shows. */
  readonly size: number;
  redraw(): void;
}

/** A leaf that can contain markers. */
interface Leaf extends Redrawable {
  readonly element: HTMLElement;
  /** The offset of its source. */
  readonly from: number;
  setMarkers(markers: readonly number[]): void;
}

export interface DrawContext {
  readonly options: MarkdownOptions;
  readonly words: MarkdownWords;
  readonly pictures: Pictures;
  /** Images that wait for the reader's permission, with what shows each. */
  readonly offers: Map<HTMLElement, () => void>;
  parser: BlockParser;
  /** True when the whole text has arrived. */
  done: boolean;
  /** True while rendering ends in an unfinished line. */
  peeking: boolean;
  /** True if the text has right-to-left letters or may get some, so that a block's direction is not clear at once. */
  turns: boolean;
  /** Every leaf rendered so far, including some that were removed. */
  readonly leaves: Set<Leaf>;
  readonly waiting: Map<string, Set<Redrawable>>;
  /** The part of a long message that is not rendered. It stays after all blocks. */
  rest: HTMLElement | null;
  /** The characters of formulas, and the highlighted words of code, that may still be rendered. */
  texLeft: number;
  coloursLeft: number;
  /** The settled headings in order: where each begins in the source, and its level there. */
  headings: { start: number; level: number }[];
  /** Set when a footnote reference was added or removed: renumber the footnotes. */
  footnotesChanged: boolean;
  /** A paragraph's text without the reference definitions at its start. */
  withoutDefinitions(text: string): string;
  /** The blocks of another file; null if it could not be loaded. */
  richBlocks(): typeof RichBlocks | null;
  /** Null until a block needs one: see `toolsOf`. */
  tools: LazyTools | null;
}
