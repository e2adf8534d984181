/**
 * English, and with it the list of everything the element says by itself. Another language is one file of the same
 * keys (`de-DE.ts` exports `strings: LocaleStrings`): TypeScript names the ones that are missing.
 *
 * `{name}` is filled in where the text is shown. A text that depends on a number is an object with one form for each
 * plural category of its language (`Intl.PluralRules`); `other` is always there.
 */
export const en = {
  // The start of a conversation
  'frame.title': 'Chat',
  'start.greeting': 'What can I help with today?',
  'start.prompts': 'Suggestions',

  // Header
  'header.newChat': 'New chat',
  'header.history': 'Conversation history',

  // History
  'history.title': 'Conversation history',
  'history.close': 'Back to the chat',
  'history.loading': 'Loading your conversations…',
  'history.empty': 'No conversations yet',
  'history.untitled': 'Untitled conversation',
  'history.failed': 'Your conversations could not be loaded. You can go on writing here.',
  'history.rename': 'Rename',
  'history.rename.label': 'Name of the conversation',
  'history.rename.save': 'Save',
  'history.rename.failed': 'The conversation could not be renamed.',
  'history.delete': 'Delete',
  'history.delete.question': 'Delete “{title}”?',
  'history.delete.explain': 'It cannot be brought back.',
  'history.delete.cancel': 'Keep it',
  'history.delete.failed': 'The conversation could not be deleted.',
  'history.group.today': 'Today',
  'history.group.yesterday': 'Yesterday',
  'history.group.week': 'Last 7 days',
  'history.group.older': 'Older',

  // Composer
  'composer.placeholder': 'Message the AI',
  'composer.send': 'Send message',
  'composer.stop': 'Stop',
  'composer.locked': 'This conversation is locked.',
  'composer.closed': 'This conversation is closed.',
  'composer.add': 'Add files and tools',
  'composer.attach': 'Add photos and files',
  'composer.attachments': 'Attached files',
  'composer.attachment.remove': 'Remove {name}',
  'composer.attachment.uploading': 'Uploading {name}',
  'composer.attachment.tooLarge': '{name} is larger than {limit}, so it was not added.',
  'composer.attachment.wrongType': '{name} is of a type that cannot be attached here.',
  'composer.attachment.tooMany': {
    one: 'Only {count} file can be attached to a message.',
    other: 'Only {count} files can be attached to a message.',
  },
  'composer.attachment.failed': '{name} could not be uploaded.',
  'composer.drop': 'Drop files to attach them',
  'composer.tools': 'Tools',
  'composer.tool.clear': 'Stop using {name}',
  'composer.model': 'Model',
  'composer.mention': 'Mention something',
  'composer.mention.results': {
    one: '{count} match. Use the arrow keys.',
    other: '{count} matches. Use the arrow keys.',
  },
  'composer.mention.none': 'Nothing found',
  'composer.mention.searching': 'Searching…',
  'composer.commands': 'Commands',
  'composer.quote': 'Quoted text',
  'composer.quote.remove': 'Remove the quoted text',
  'composer.quote.reply': 'Reply to this',
  'composer.dictate': 'Dictate',
  'composer.dictate.stop': 'Finish dictation',
  'composer.dictate.cancel': 'Discard dictation',
  'composer.dictate.listening': 'Listening…',
  'composer.dictate.transcribing': 'Writing down what you said…',
  'composer.dictate.refused':
    'The microphone is blocked for this page. Allow it in your browser’s settings, or type instead.',
  'composer.dictate.failed': 'What you said could not be written down. Try again, or type instead.',

  // Structured input
  'question.title': 'A question for you',
  'question.custom': 'Something else',
  'question.custom.label': 'Your own answer',
  'question.submit': 'Send answers',
  'question.skip': 'Skip',
  'question.answered': 'Your answers',
  'question.skipped': 'Skipped',

  // Thread
  'thread.label': 'Conversation',
  'thread.loading': 'Loading the conversation…',
  'thread.older': 'Load earlier messages',
  'thread.latest': 'Jump to the latest message',
  'thread.waiting': 'Thinking',
  'thread.you': 'You said:',
  'thread.assistant': 'The assistant said:',
  'thread.stopped': 'You stopped this answer.',
  'thread.reconnecting': 'The connection was lost. Reconnecting…',
  'thread.sources': {
    one: '{count} source',
    other: '{count} sources',
  },
  'thread.source': 'Source {number}: {title}',
  'thread.workflow.thinking': 'Thinking',
  'thread.workflow.thought': {
    one: 'Thought for {count} second',
    other: 'Thought for {count} seconds',
  },
  'thread.workflow.steps': {
    one: '{count} step',
    other: '{count} steps',
  },
  'thread.task.search': 'Searched the web',
  'thread.task.files': 'Read files',
  'thread.task.image': 'Made an image',
  'thread.image.making': 'Making an image',
  'thread.image.alt': 'Generated image',
  'thread.image.load': 'Load the image from {host}',
  'thread.image.blocked': 'An image from {host} was not loaded.',
  'thread.code.copy': 'Copy code',
  'thread.copied': 'Copied',
  'thread.action.copy': 'Copy',
  'thread.action.good': 'Good answer',
  'thread.action.bad': 'Bad answer',
  'thread.action.retry': 'Answer again',
  'thread.feedback.thanks': 'Thank you for your feedback.',
  'thread.feedback.failed': 'Your feedback could not be sent.',
  'thread.widget.failed': 'This part of the answer cannot be shown.',
  'thread.footnote.back': 'Back to the text',

  // What the screen reader hears
  'announce.answering': 'An answer is being written.',
  'announce.sent': 'Message sent.',

  // Widgets
  'widget.showMore': {
    one: 'Show {count} more',
    other: 'Show {count} more',
  },
  'widget.clear': 'Clear',
  'widget.select': 'Choose…',
  'widget.date': 'Choose a date…',
  'widget.pattern': 'Please match the requested format.',

  // What can go wrong, and the way on
  'failure.retry': 'Try again',
  'failure.dismiss': 'Close',
  'failure.offline': 'You are offline. Your message is kept here; send it again when you are back online.',
  'failure.network': 'The chat server could not be reached. Your message is kept here.',
  'failure.unauthorized': 'You are no longer signed in, so this was not sent. Sign in again, then try again.',
  'failure.forbidden': 'You may not do this here.',
  'failure.notFound': 'This conversation no longer exists. Start a new chat.',
  'failure.tooLarge': 'This message is too large to send. Shorten it or remove a file.',
  'failure.rateLimited': 'There are too many messages right now. Wait a moment, then try again.',
  'failure.rateLimited.wait': {
    one: 'There are too many messages right now. Try again in {count} second.',
    other: 'There are too many messages right now. Try again in {count} seconds.',
  },
  'failure.server': 'The chat server has a problem. Your message is kept here.',
  'failure.refused': 'The chat server did not accept this request.',
  'failure.cut': 'The connection broke before the answer was complete.',
  'failure.generic': 'Something went wrong while answering.',
  'failure.part': 'A part of the chat could not be loaded. Check your connection.',
  'failure.slow': 'This is taking longer than usual…',
  'failure.unsent': 'Not sent',
  'failure.thread': 'The conversation could not be loaded.',
  'failure.older': 'Earlier messages could not be loaded.',
  'failure.action': 'That did not work.',
  'failure.setup': 'This chat is not set up correctly, so nothing can be sent. Please tell the owner of this page.',
} as const satisfies Record<string, LocaleText>;

/** One text, or its plural forms. */
export type LocaleText = string | ({ other: string } & { [form in Intl.LDMLPluralRule]?: string });

export type TextKey = keyof typeof en;

/** What a translation has to give. Where English has plural forms a language may have others, but has forms too. */
export type LocaleStrings = {
  [Key in TextKey]: (typeof en)[Key] extends string ? string : Exclude<LocaleText, string>;
};
