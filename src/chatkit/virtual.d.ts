/** Written by scripts/plugins/opening-chunks.ts. */
declare module 'virtual:opening-chunks' {
  /** What the entries of `modules/` import: its path in that folder, without `.js`. */
  export const chat: string;
}
