/** Remembers that the browser's speech recognition does not work, so that the next utterance does not try it again. */

/** Whether the browser's recogniser has failed because its service cannot be reached or lacks the language. */
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
