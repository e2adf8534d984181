/**
 * The syntax that many answers do not use. Its code loads when a text contains a sign of it. Until then, and if loading
 * fails, the syntax is read as plain text.
 */
import { lazyPart } from './lazy-part.ts';

export const rareSyntax = lazyPart(() => import('./rare-syntax/rare-syntax.ts'));

/** A bare address, a dollar, a formula in brackets, a tag, an image. */
const SIGN = /:\/\/|www\.|[\w.+-]@|\$|\\[([]|<[A-Za-z/!?]|!\[/i;
/** The target of a link, which is not a bare address. */
const LINK_TARGET = /\]\([^)\s]*/g;

/** Whether a text has a sign of syntax that is not loaded. */
export const needsRareSyntax = (text: string): boolean =>
  rareSyntax.now() === null && SIGN.test(text.replaceAll(LINK_TARGET, ''));
