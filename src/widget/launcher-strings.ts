/** The few words that the launcher needs before anything else has been fetched. */
export const launcherStrings = {
  openChat: 'Open chat',
  dismiss: 'Dismiss',
  loadFailed: 'The chat could not be loaded. Check your connection and try again.',
  tryAgain: 'Try again',
};
