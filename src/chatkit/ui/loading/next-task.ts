/** Ends the current task, so that the page can paint and answer its visitor before the rest. */
export const nextTask = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));
