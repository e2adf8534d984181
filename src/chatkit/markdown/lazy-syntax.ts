/** The syntax that many answers do without. It loads when a text has a sign of it. Until then, and without it, it is read as text. */
import { lazyPart } from './lazy-part.ts';

export const rareSyntax = lazyPart(() => import('./rare-syntax/rare-syntax.ts'));

/** A bare address, a dollar, a formula in brackets, a tag, an image. */
const SIGN = /:\/\/|www\.|[\w.+-]@|\$|\\[([]|<[A-Za-z/!?]|!\[/i;
/** Where a link goes: an address that is not bare. */
const LINK_TARGET = /\]\([^)\s]*/g;

/** Whether a text has a sign of syntax that is not loaded. */
export const needsRareSyntax = (text: string): boolean =>
  rareSyntax.now() === null && SIGN.test(text.replaceAll(LINK_TARGET, ''));
