/**
 * The views' data about the pictures that may load. The code that decides about one loads later, with the code that
 * draws it: see `judgeIn`.
 */
import type { PicturePolicy } from './policy.ts';

export interface Pictures {
  /** The pictures that the thread and the visitor allow now. */
  policy(): PicturePolicy;
  /** See `applyPicturePolicy`. */
  home?: string | undefined;
  /** The visitor allows a host. */
  allow(host: string): void;
}

/** For pictures outside a thread. The hosts that the visitor allows are kept in this object. */
export function createPictures(): Pictures {
  const allowedByVisitor: string[] = [];
  return { policy: () => ({ allowedByVisitor }), allow: (host) => void allowedByVisitor.push(host) };
}
