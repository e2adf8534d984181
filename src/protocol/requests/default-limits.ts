/** Limits that an owner can change. In a separate file, because the composer loads it before anything else. */

/** Distinct files in one message, in the composer and on the server. */
export const DEFAULT_MAX_ATTACHMENTS = 10;

/** Characters that the text of one message may have in all its parts. */
export const DEFAULT_MAX_MESSAGE_CHARS = 100_000;
