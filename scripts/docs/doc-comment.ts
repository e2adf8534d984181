/** Reads the documentation comments of the code, for pages that are generated from them. */

/** Matches a documentation comment with the indentation of a member; its group `comment` is for `textOf`. */
export const DOC_COMMENT = String.raw`^ {2}/\*\*(?<comment>(?:(?!\*/)[^])*)\*/\n`;

/** The text of a comment on one line, without the asterisks. */
export const textOf = (comment: string): string => comment.replaceAll(/\n *\* ?/g, ' ').trim();
