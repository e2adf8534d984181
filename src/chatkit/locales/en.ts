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
  'history.failed': 'Couldn’t load your conversations.',
  'history.rename': 'Rename',
  'history.rename.label': 'Name of the conversation',
  'history.rename.save': 'Save',
  'history.rename.failed': 'Couldn’t rename the conversation.',
  'history.delete': 'Delete',
  'history.delete.question': 'Delete “{title}”?',
  'history.delete.explain': 'This can’t be undone.',
  'history.delete.cancel': 'Cancel',
  'history.delete.failed': 'Couldn’t delete the conversation.',
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
  'composer.attachment.tooLarge': '{name} is larger than {limit}, so it wasn’t added.',
  'composer.attachment.wrongType': '{name}: this file type isn’t supported.',
  'composer.attachment.tooMany': {
    one: 'You can attach only {count} file to a message.',
    other: 'You can attach only {count} files to a message.',
  },
  'composer.attachment.failed': '{name} couldn’t be uploaded.',
  'composer.drop': 'Drop files to attach them',
  'composer.tools': 'Tools',
  'composer.tool.clear': 'Stop using {name}',
  'composer.model': 'Model',
  'composer.mention': 'Mention',
  'composer.mention.results': {
    one: '{count} match. Use the arrow keys.',
    other: '{count} matches. Use the arrow keys.',
  },
  'composer.mention.none': 'No matches',
  'composer.mention.searching': 'Searching…',
  'composer.commands': 'Commands',
  'composer.quote': 'Quoted text',
  'composer.quote.remove': 'Remove the quoted text',
  'composer.quote.reply': 'Reply to this',
  'composer.dictate': 'Dictate',
  'composer.dictate.stop': 'Done',
  'composer.dictate.cancel': 'Cancel',
  'composer.dictate.listening': 'Listening…',
  'composer.dictate.transcribing': 'Transcribing…',
  'composer.dictate.refused':
    'The microphone is blocked for this page. Allow it in your browser’s settings, or type instead.',
  'composer.dictate.failed': 'Dictation didn’t work. Try again, or type instead.',

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
  'thread.task.image': 'Created an image',
  'thread.image.making': 'Creating image…',
  'thread.image.alt': 'Generated image',
  'thread.image.load': 'Load the image from {host}',
  'thread.image.blocked': 'An image from {host} wasn’t loaded.',
  'thread.code.copy': 'Copy code',
  'thread.copied': 'Copied',
  'thread.action.copy': 'Copy',
  'thread.action.good': 'Helpful',
  'thread.action.bad': 'Not helpful',
  'thread.action.retry': 'Regenerate',
  'thread.feedback.thanks': 'Thanks for your feedback.',
  'thread.feedback.failed': 'Your feedback couldn’t be sent.',
  'thread.widget.failed': 'This part of the answer can’t be shown.',
  'thread.footnote.back': 'Back to the text',

  // What the screen reader hears
  'announce.answering': 'The assistant is answering.',
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
  'failure.offline': 'You’re offline. Your message is saved. Send it again when you’re back online.',
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
  'failure.refused': 'This request was rejected.',
  'failure.cut': 'Connection lost. The answer may be incomplete.',
  'failure.generic': 'Something went wrong while answering.',
  'failure.part': 'Part of the chat couldn’t load. Check your connection.',
  'failure.slow': 'This is taking longer than usual…',
  'failure.unsent': 'Not sent',
  'failure.thread': 'Couldn’t load the conversation.',
  'failure.older': 'Couldn’t load earlier messages.',
  'failure.action': 'That didn’t work.',
  'failure.setup': 'This chat isn’t available right now. Please contact the site owner.',
} as const satisfies Record<string, LocaleText>;

/** One text, or its plural forms. */
export type LocaleText = string | ({ other: string } & { [form in Intl.LDMLPluralRule]?: string });

export type TextKey = keyof typeof en;

/** What a translation has to give. Where English has plural forms a language may have others, but has forms too. */
export type LocaleStrings = {
  [Key in TextKey]: (typeof en)[Key] extends string ? string : Exclude<LocaleText, string>;
};
