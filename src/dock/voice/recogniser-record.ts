/** What is known of the browser's own speech recognition, for as long as somebody keeps it. */

/** Whether the browser's recogniser has proved to be without its service: no network to it, or not this language. */
export interface RecogniserRecord {
  hasGivenUp(): boolean;
  giveUp(): void;
}

export function createRecogniserRecord(): RecogniserRecord {
  let hasGivenUp = false;
  return {
    hasGivenUp: () => hasGivenUp,
    giveUp() {
      hasGivenUp = true;
    },
  };
}
