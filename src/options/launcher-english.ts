/** The launcher's texts in English: the few that are needed before anything has been fetched. A file of its own, so that the script tag does not carry the others. */
export const launcherEnglish = {
  openChat: 'Open chat',
  dismiss: 'Dismiss',
  loadFailed: 'The chat could not load. Check your connection.',
  tryAgain: 'Try again',
};
