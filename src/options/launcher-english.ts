/**
 * The launcher's English texts: those it needs before the panel's files have loaded. They have their own file so that the
 * script tag does not carry the other texts.
 */
export const LAUNCHER_ENGLISH = {
  dismiss: 'Dismiss',
  loadFailed: 'The chat couldn’t load. Check your connection.',
  tryAgain: 'Try again',
};
