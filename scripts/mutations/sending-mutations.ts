/** Faults in sending a visitor's input: commands, messages, files, forms, searches, and their limits. */
import { inFile } from './in-file.ts';
import type { Mutation } from './run-mutations.ts';

const commands = [
  ...inFile(
    'src/dock/commands/create-commands.ts',
    'src/dock/commands/create-commands.test.ts',
    ['an open chat is closed on the next page', 'store.get().memory.write({ isOpen });', ''],
    ['an empty message is sent', "if (!isMessage(message)) return misuse('sendUserMessage', message);", ''],
    ['a message of spaces is sent', 'text?.trim()', 'text'],
    ['fullscreen of a closed panel shows nothing', 'if (isFullscreen && !store.get().isOpen) commands.open();', ''],
    ['leaving fullscreen opens a closed panel', 'isFullscreen && !store.get().isOpen', '!store.get().isOpen'],
    ['a theme that does not exist is taken', 'theme !== null && !isThemeName(theme)', 'false'],
    ['the chosen theme is forgotten with the page', 'store.get().memory.write({ theme: theme ?? undefined });', ''],
    ['toggle opens what is open', 'store.get().isOpen ? commands.close() : commands.open()', 'commands.open()'],
  ),
  ...inFile(
    'src/dock/commands/composer-focus.ts',
    'src/dock/commands/composer-focus.browser.test.ts',
    [
      'the chat takes the focus out of a field of the page',
      "!deepActiveElement()?.matches(':read-write, select')",
      'true',
    ],
    ['a closed panel takes the focus', 'mayFocus() && chat.focusComposer()', 'chat.focusComposer()'],
    [
      'a panel that the page opens takes the focus from its visitor',
      'isWished || (!isRestored &&',
      'true || (!isRestored &&',
    ],
  ),
  ...inFile(
    'src/embed/switching/our-dock.ts',
    'src/embed/switching/switching.browser.test.ts',
    [
      'the other chat’s names do not know the conversation',
      "run('on', 'thread-change', (detail) => void ({ threadId } = detail));",
      '',
    ],
    ['a call that changes nothing resets options', '.filter(([, value]) => value !== undefined)', ''],
  ),
  ...inFile('src/embed/libraries/event-stream.ts', 'src/embed/libraries/event-stream.test.ts', [
    'a line end that is cut in two is an empty line',
    "dropped = text.endsWith('\\r') ? /^\\n/ : /$^/;",
    'dropped = /$^/;',
  ]),
];

const messages = [
  ...inFile(
    'src/protocol/client/resume.ts',
    'src/chatkit/resuming.browser.test.tsx',
    ['an answer that begins again is not asked for after its events', 'after: Number(after)', 'after: 0'],
    [
      'a visitor whose token has expired loses the answer',
      'id !== undefined && cause instanceof ProtocolError && cause.status === 401',
      'false',
    ],
    ['a restarting server ends the answer', 'status === 429 || status >= 500', 'status === 429'],
  ),
  ...inFile(
    'src/chatkit/state/messages/waiting-messages.ts',
    'src/chatkit/outbox.browser.test.tsx',
    [
      'two messages that wait change places',
      'thread.items.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))',
      'thread.items',
    ],
    ['a message that another tab has removed is sent', '!storedMessages.has(', 'false && !storedMessages.has('],
    [
      'a server that has named a time is asked before',
      'Math.max(delayMs, next?.failure?.sendsAfterMs ?? 0)',
      'delayMs',
    ],
  ),
  ...inFile(
    'src/chatkit/state/messages/send-elsewhere.ts',
    'src/chatkit/outbox.browser.test.tsx',
    [
      'a message of another conversation is sent twice',
      'storedMessages.drop(event.item.thread_id, key);\n        storedMessages.drop(threadId, key);',
      '',
    ],
    [
      'a message is sent hours later without asking',
      'Math.abs(Date.now() - firstSentAt)',
      '-Math.abs(Date.now() - firstSentAt)',
    ],
    ['a message of a deleted conversation is lost', 'isGone ? null : threadId', 'threadId'],
  ),
  ...inFile('src/chatkit/state/messages/outbox.ts', 'src/chatkit/outbox.browser.test.tsx', [
    'the quote of a message is lost when it is edited',
    'quote: message.input.quoted_text || composer.quote,',
    'quote: composer.quote,',
  ]),
];

const forms = [
  ...inFile(
    'src/chatkit/widgets/fields/form/form-scope.ts',
    'src/chatkit/widgets/fields/form/forms.browser.test.ts',
    ['a field of the form overrides what the action declares', 'return existing === undefined ? ', 'return true ? '],
    ['a field name changes the prototype of objects', "path.includes('__proto__') ? null : withValue", 'withValue'],
    ['the focus is not on the first wrong field', 'wrong[0]?.focus();', 'wrong.at(-1)?.focus();'],
    ['a form with a wrong field is sent', 'return wrong.length === 0;', 'return true;'],
    ['a password stays in its field', 'if (field.isSecret) field.clear();', ''],
  ),
  ...inFile('src/chatkit/widgets/fields/form/field-facts.ts', 'src/chatkit/widgets/fields/form/forms.browser.test.ts', [
    'a field of one form is required because of another',
    'if (!isForm(component)) open.push',
    'open.push',
  ]),
];

const searches = [
  ...inFile(
    'src/chatkit/history/use-history-search.ts',
    'src/chatkit/history/history.browser.test.tsx',
    ['what was found in messages is not listed', 'messages.has(thread.id) || hasWords', 'hasWords'],
    ['the server is asked with each letter', "query === '' ? 0 : TYPING_MS", '0'],
    [
      'rows of the search before are shown for other words',
      'found.answer?.query === key ? found.answer',
      'found.answer ? found.answer',
    ],
    ['a search that failed goes on for ever', 'if (!signal.aborted) setFailed(query);', ''],
  ),
  ...inFile(
    'server/src/core/records/search.ts',
    'server/src/core/records/search.test.ts',
    ['searches of one visitor pile up', 'running.get(context.userId)?.abort();', ''],
    ['one result more than asked for', 'data.length >= wanted', 'data.length > wanted'],
    ['the end of what was found is not told', 'return { data, has_more: true };', 'return { data, has_more: false };'],
  ),
];

const server = [
  ...inFile(
    'server/src/auth/limits.ts',
    'server/src/auth/limits.test.ts',
    ['searches are not limited', "if (request.type === 'threads.search') await countSearch(userId);", ''],
    ['recordings are not limited', "if (request.type === 'input.transcribe') await countTurn(context);", ''],
    ['preflights use up the limit', " || req.method === 'OPTIONS'", ''],
    ['a client says that its address is shared', 'delete req.headers[SHARED_HEADER];', ''],
    ['uploads are not counted by user', 'await countUploadOfUser(context.userId);', ''],
    ['new visitors are not limited', "await countNewVisitor(request.headers.get(ADDRESS_HEADER) ?? 'unknown');", ''],
  ),
  ...inFile(
    'server/src/http/attachments/s3/direct-uploads.ts',
    'server/src/http/attachments/s3/direct-uploads.test.ts',
    ['a file of any size is sent to an address', "{ ...headers, 'Content-Length': String(sizeBytes) }", 'headers'],
    ['a copy that fails late counts as stored', "if (answer.includes('<Error>'))", 'if (false)'],
    ['a bucket that lets one page in counts for all', 'all.every(Boolean)', 'all.some(Boolean)'],
    ['what was sent and not taken stays in the bucket', 'await this.forget(key);\n    return true;', 'return true;'],
  ),
];

export const sendingMutations: readonly Mutation[] = [...commands, ...messages, ...forms, ...searches, ...server];
