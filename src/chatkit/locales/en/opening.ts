/** The English texts that the chat needs before any of its later parts has loaded; `en.test.ts` compares them with the code. */
export const opening = {
  // The start of a conversation
  'frame.title': 'Chat',
  'start.greeting': 'What can I help with today?',
  'start.prompts': 'Suggestions',

  // Header
  'header.newChat': 'New chat',
  'header.history': 'Conversation history',

  // History
  'history.title': 'Conversation history',
  'history.close': 'Back to chat',
  'history.rename.failed': 'Couldn’t rename the conversation.',
  'history.delete.failed': 'Couldn’t delete the conversation.',

  // Composer
  'composer.placeholder': 'Message the AI',
  'composer.send': 'Send message',
  'composer.stop': 'Stop',
  'composer.locked': 'This conversation is locked.',
  'composer.closed': 'This conversation is closed.',
  'composer.closed.new': 'Start a new chat',
  'composer.drop': 'Drop files to attach them',

  // Thread
  'thread.label': 'Conversation',
  'thread.loading': 'Loading the conversation…',
  'thread.waiting': 'Thinking',
  'thread.feedback.failed': 'Your feedback couldn’t be sent.',

  // Errors and what to do
  'failure.retry': 'Try again',
  'failure.offline': 'You’re offline. We’ll send your message when you’re back online.',
  'failure.busy': 'The service is busy. We’ll send your message in a moment.',
  'failure.waiting': 'Couldn’t connect. We’ll send your message when the connection is back.',
  'failure.network': 'Couldn’t connect. Your message is saved.',
  'failure.unauthorized': 'You’re no longer signed in, so this wasn’t sent. Sign in, then try again.',
  'failure.forbidden': 'You don’t have permission to do this.',
  'failure.notFound': 'This conversation no longer exists. Start a new chat.',
  'failure.tooLarge': 'This message is too long. Shorten it or remove a file.',
  'failure.rateLimited': 'You’re sending messages too quickly. Wait a moment, then try again.',
  'failure.rateLimited.wait': {
    one: 'You’re sending messages too quickly. Try again in {count} second.',
    other: 'You’re sending messages too quickly. Try again in {count} seconds.',
  },
  'failure.server': 'Something went wrong on our side. Your message is saved.',
  'failure.file': 'A file doesn’t match its type or size. Remove it, then send again.',
  'failure.refused': 'This request was rejected.',
  'failure.cut': 'Connection lost. The answer may be incomplete.',
  'failure.generic': 'Something went wrong while answering.',
  'failure.part': 'Part of the chat couldn’t load. Check your connection.',
  'failure.unsent': 'Not sent',
  'failure.thread': 'Couldn’t load the conversation.',
  'failure.setup': 'This chat isn’t available right now. Please contact the site owner.',
} as const;
