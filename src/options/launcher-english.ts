/** The launcher's texts in English. A file of its own, so that the script tag does not carry the other texts. */
/** The few words that the launcher needs before anything else has been fetched. */
export const launcherEnglish = {
  openChat: 'Open chat',
  dismiss: 'Dismiss',
  loadFailed: 'The chat could not be loaded. Check your connection.',
  tryAgain: 'Try again',
};
