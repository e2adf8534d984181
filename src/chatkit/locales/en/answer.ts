/** The English texts of a plain answer: the thread, its actions and its errors. They load with the thread. */
export const answer = {
  // History
  'history.delete': 'Delete',

  // Thread
  'thread.older': 'Load earlier messages',
  'thread.latest': 'Jump to the latest message',
  'thread.you': 'You said:',
  'thread.assistant': 'The assistant said:',
  'thread.stopped': 'You stopped this answer.',
  'thread.reconnecting': 'The connection was lost. Reconnecting…',
  'thread.workflow.thinking': 'Thinking',
  'thread.task.search': 'Searched the web',
  'thread.task.files': 'Read files',
  'thread.task.image': 'Created an image',
  'thread.image.making': 'Creating image…',
  'thread.image.load': 'Load the image from {host}',
  'thread.image.blocked': 'An image from {host} wasn’t loaded.',
  'thread.code.copy': 'Copy code',
  'thread.copied': 'Copied',
  'thread.action.copy': 'Copy',
  'thread.action.good': 'Helpful',
  'thread.action.bad': 'Not helpful',
  'thread.feedback.thanks': 'Thanks for your feedback.',
  'thread.action.retry': 'Regenerate',
  'thread.footnote.back': 'Back to the text',

  // For screen readers
  'announce.code': 'Code',
  'announce.lines': {
    one: '{count} line',
    other: '{count} lines',
  },
  'announce.table': 'Table',
  'announce.rows': {
    one: '{count} row',
    other: '{count} rows',
  },
  'announce.image': 'Image created.',
  'announce.answering': 'The assistant is answering.',
  'announce.sent': 'Message sent.',

  // Errors and what to do
  'failure.old': 'This message is more than an hour old. Send it now?',
  'failure.edit': 'Edit',
  'failure.slow': 'This is taking longer than usual…',
  'failure.older': 'Couldn’t load earlier messages.',
  'failure.action': 'That didn’t work.',
} as const;
