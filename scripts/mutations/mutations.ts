/** Faults that the tests must notice, each in one line. `npm run mutate` tries them; see run-mutations.ts. */
import { inFile } from './in-file.ts';
import type { Mutation } from './run-mutations.ts';
import { sendingMutations } from './sending-mutations.ts';

const protocol = [
  ...inFile(
    'src/protocol/client/visitor-token.ts',
    'src/protocol/client/visitor-token.test.ts',
    ['a failed answer makes two visitors of one', 'isIntroduced ||= response.ok;', 'isIntroduced = true;'],
    ['first requests that leave together make several visitors', 'await introduction;', ''],
    ['a visitor who logged out is known again', '[null, NEW_VISITOR].includes(tokenNow())', 'tokenNow() === null'],
  ),
  ...inFile(
    'src/protocol/reducer/reduce.ts',
    'src/protocol/reducer/reduce.test.ts',
    ['hidden items are shown', 'if (isHiddenItem(item)) return state;', ''],
    ['a sent message appears twice', "item.type === 'user_message' && state.optimisticId !== null", 'false'],
    ['a finished widget stays inert', ': withoutId(state.open, item.id)', ': state.open'],
  ),
  ...inFile(
    'src/protocol/reducer/turn.ts',
    'src/protocol/reducer/reduce.test.ts',
    ['a retry leaves the old answer on screen', 'slice(0, position + 1)', 'slice(0)'],
    ['an older page repeats what is shown', 'if (!other) return [item];', 'return [item];'],
  ),
  ...inFile(
    'src/protocol/client/decode.ts',
    'src/protocol/client/decode.test.ts',
    ['an answer that was cut looks whole', '? [{ data: strayField }] : left', '? [] : left'],
    ['a broken character at each packet border', 'text.decode(value, { stream: true })', 'text.decode(value)'],
    [
      'a connection stays open after the reader left',
      'reader.cancel().catch(() => undefined);',
      'reader.releaseLock();',
    ],
  ),
  ...inFile(
    'src/protocol/requests/limits.ts',
    'src/protocol/requests/limits.test.ts',
    ['one level more than allowed', 'next.depth > limits.depth', 'next.depth > limits.depth + 1'],
    ['exactly as many values as allowed are refused', 'values > limits.values', 'values >= limits.values'],
    ['exactly as many characters as allowed are refused', 'chars > limits.chars', 'chars >= limits.chars'],
    ['names in an object are not counted', 'if (!isList) chars += name.length;', ''],
  ),
  ...inFile('src/protocol/client/retry-after.ts', 'src/protocol/client/retry-after.test.ts', [
    'a date in the past gives a negative wait',
    'Math.max(0, ms)',
    'ms',
  ]),
  ...inFile('src/protocol/client/client.ts', 'src/protocol/client/client.test.ts', [
    'a stopped answer is shown as a lost connection',
    'if (init.signal?.aborted) throw cause;',
    '',
  ]),
];

const chatState = [
  ...inFile('src/chatkit/state/threads/thread-items.ts', 'test/browser/turns.test.ts', [
    'older messages of one thread appear in another',
    'if (currentId() !== threadId) return;',
    '',
  ]),
  ...inFile('src/chatkit/state/turns/turns.ts', 'test/browser/turns.test.ts', [
    'the answer of one thread is written into another',
    'if (running !== abort) return;',
    '',
  ]),
  ...inFile(
    'src/chatkit/state/threads/history.ts',
    'src/chatkit/failures.browser.test.tsx',
    ['a title that was not saved stays', 'applyTitle(id, before);', ''],
    ['a thread that was not deleted disappears', 'return false;', 'return true;'],
    [
      'a failed rename changes the thread that was opened meanwhile',
      'if (thread.thread?.id === id) store',
      'if (thread.thread) store',
    ],
  ),
  ...inFile('src/chatkit/state/feedback.ts', 'src/chatkit/turn-items.browser.test.tsx', [
    'a rating that was not saved looks saved',
    'store.set({ feedback: rest });',
    'void rest;',
  ]),
  ...inFile('src/chatkit/state/messages/sent-message.ts', 'src/chatkit/state/messages/sent-message.test.ts', [
    'an older message with the same words counts as the one just sent',
    'items.findIndex(({ id }) => id === after) + 1',
    '0',
  ]),
  ...inFile('src/chatkit/speech/speak-answers.ts', 'src/chatkit/speech/speak-answers.test.ts', [
    'a screen reader hears a sentence twice',
    'read.set(item.id, to);',
    '',
  ]),
  ...inFile('src/chatkit/speech/read-aloud.ts', 'src/chatkit/speech/read-aloud.test.ts', [
    'the end of an answer is never spoken',
    'if (line.isWhole || isOver) return { words',
    'if (line.isWhole) return { words',
  ]),
  ...inFile('src/chatkit/import-again.ts', 'src/chatkit/import-again.test.ts', [
    'a second attempt asks Firefox for the address that has failed',
    'attempt.catch(() => failures++);',
    'attempt.catch(() => failures);',
  ]),
];

const chatView = [
  ...inFile(
    'src/chatkit/composer/dictation/recording.ts',
    'src/chatkit/composer/dictation/recording.test.ts',
    ['the microphone stays on after Finish', 'await recorder.stopped;\n      release();', 'await recorder.stopped;'],
    ['the microphone stays on after Cancel', 'recorder.stop();\n      release();', 'recorder.stop();'],
  ),
  ...inFile('src/chatkit/composer/editor/input.ts', 'src/chatkit/composer/composer.browser.test.tsx', [
    'Safari sends on the Enter that ends a composition',
    '(isEnter && !editing.isEnterHeld && event.timeStamp - endedComposingAt < LATE_KEY_MS)',
    'false',
  ]),
  ...inFile('src/chatkit/composer/editor/pasted.ts', 'src/chatkit/composer/editor/pasted.browser.test.ts', [
    'stray characters in pasted text on Windows',
    "text.replace(/\\r\\n?/g, '\\n')",
    'text',
  ]),
  ...inFile(
    'src/chatkit/pictures/policy.ts',
    'src/chatkit/pictures/policy.test.ts',
    ['`*.good.com` lets evilgood.com in', 'host.endsWith(pattern.slice(1))', 'host.endsWith(pattern.slice(2))'],
    ['an empty list of hosts lets every picture in', 'if (allowedDomains)\n', 'if (allowedDomains?.length)\n'],
    ['a relative address becomes a request to the page', 'isAbsolute || home !== undefined', 'true'],
  ),
  ...inFile(
    'src/chatkit/markdown/drawing/link-policy.ts',
    'src/chatkit/markdown/drawing/link-policy.test.ts',
    [
      'javascript: links hidden by a control character',
      '/^[a-z][a-z0-9+.-]*:/i.exec(withoutIgnored(href))',
      '/^[a-z][a-z0-9+.-]*:/i.exec(href)',
    ],
    ['data: links', "'chatkit-link:']", "'chatkit-link:', 'data:']"],
  ),
  ...inFile('src/chatkit/markdown/drawing/image.ts', 'src/chatkit/markdown/drawing/links-and-images.browser.test.ts', [
    'the page’s address goes to the hosts of pictures',
    "picture.referrerPolicy = 'no-referrer';",
    '',
  ]),
  ...inFile('src/chatkit/thread/scrolling/older-items.ts', 'src/chatkit/thread/scrolling/scrolling.browser.test.tsx', [
    'an older page that fails is requested at every scroll',
    ' || olderAfter === askedAfter.current',
    '',
  ]),
  ...inFile('src/chatkit/widgets/use-action.ts', 'src/chatkit/widgets/widgets.browser.test.ts', [
    'a double click runs an action twice',
    '!isLoading &&',
    '',
  ]),
];

const widgets = [
  ...inFile(
    'src/chatkit/widgets/chart/plot.ts',
    'src/chatkit/widgets/chart/chart.browser.test.ts',
    ['the first digit of the y axis is cut off', 'const DIGIT = 7.7;', 'const DIGIT = 4;'],
    ['negative values of a stack lie on the positive ones', '.offset(stackOffsetDiverging)(rows)', '(rows)'],
  ),
  ...inFile('src/chatkit/widgets/chart/bars.ts', 'src/chatkit/widgets/chart/chart.browser.test.ts', [
    'bars of one stack stand beside one another',
    '(stack === undefined ? undefined : stacks.get(stack)) ?? next++',
    'next++',
  ]),
  ...inFile(
    'src/chatkit/widgets/chart/read-chart.ts',
    'src/chatkit/widgets/chart/chart.browser.test.ts',
    ['a gap is drawn as zero', '<= MAX_VALUE ? number : null', '<= MAX_VALUE ? number : 0'],
    ['a chart has as many rows as a server sends', 'all.slice(0, MAX_ROWS)', 'all'],
  ),
  ...inFile(
    'src/chatkit/widgets/fields/form/form-name.ts',
    'src/chatkit/widgets/fields/fields.browser.test.ts',
    ['a form has the name of the last title in it', '.toReversed()', ''],
    ['a form without a title has no name', ' ?? statusOf(widget) ?? titleIn(widget) ?? button', ''],
  ),
  ...inFile(
    'src/chatkit/widgets/host/HostWidget.tsx',
    'src/chatkit/widgets/host/host-widget.browser.test.ts',
    ['nothing is shown in place of a component that failed', 'setFailed(component);', ''],
    [
      'a component of the page is drawn from the start with each change',
      'if (drawn.current?.update) return drawn.current.update(input);',
      '',
    ],
    ['the page cannot check what a server sends', 'parseProps ? parseProps(given) : given', 'given'],
  ),
  ...inFile('src/chatkit/widgets/host/use-components.ts', 'src/chatkit/widgets/host/host-widget.browser.test.ts', [
    'a component that is registered late is not drawn',
    'setAll(allComponents())',
    'undefined',
  ]),
  ...inFile('src/chatkit/widgets/components/ornaments.tsx', 'test/browser/widget-looks.test.ts', [
    'a flush picture leaves a gap',
    "isFlush && style['width'] === '100%'",
    'false',
  ]),
  ...inFile(
    'server/src/core/widgets/build.ts',
    'server/src/core/widgets/builders.test.ts',
    ['a wrong prop is sent to visitors', 'if (!result.success) throw', 'if (false) throw'],
    ['a list contains something other than a row', 'childType !== undefined && child.type !== childType', 'false'],
    ['a condition among the children is an error', 'child !== false && child !== null', 'child !== null'],
  ),
];

const dock = [
  ...inFile(
    'src/dock/dock-state.ts',
    'src/dock/dock-state.test.ts',
    [
      'an answer that was read counts as unread',
      "(isOpen && !isInBackground) || outcome !== 'completed'",
      "outcome !== 'completed'",
    ],
    ['a stopped answer counts as unread', "(isOpen && !isInBackground) || outcome !== 'completed'", 'isOpen'],
    ['opening leaves the badge', 'isOpen, unread: 0 }', 'isOpen }'],
    ['another person sees the chat of the one before', 'before.identity === undefined && mayStay', 'mayStay'],
  ),
  ...inFile(
    'src/dock/person/visits.ts',
    'src/dock/create-dock.test.ts',
    [
      'what waited for one person is sent as the next',
      'visit.identity === undefined) queue.clear();',
      'visit.identity === undefined) void 0;',
    ],
    [
      'a message is lost when its writer signs in',
      'if (before.identity !== undefined || visit.identity === undefined) queue',
      'queue',
    ],
    ['commands go to the chat of the person before', 'queue.detach();', ''],
    ['after a logout the old token is used again', 'droppedToken = input.options.userToken;', ''],
    ['unread answers of one person are counted for the next', '...(!isSamePerson && { unread: 0 })', ''],
  ),
  ...inFile(
    'src/dock/dock-store.ts',
    'src/dock/dock-store.test.ts',
    [
      'a panel opens against its owner',
      'if (control?.isOpen === undefined) set(setOpen(isOpen));',
      'set(setOpen(isOpen));',
    ],
    [
      'a closed panel fills the window when it is opened again',
      'if (endsFullscreen(before, view)) askFullscreen(false);',
      '',
    ],
  ),
  ...inFile(
    'src/dock/keys.ts',
    'src/dock/keys.test.ts',
    ['composing a character opens the chat', '!(event.isComposing || event.repeat)', '!event.repeat'],
    ['Alt and the shortcut together open the chat', "event.altKey === words.includes('alt')", 'true'],
  ),
  ...inFile(
    'src/dock/person/identity.ts',
    'src/dock/person/identity.test.ts',
    ['a fresh token of the same person empties the chat', "'exp', 'iat'", "'iat'"],
    [
      'the storage holds what the token says',
      'return hash(claimsOf(userToken) ?? userToken);',
      'return claimsOf(userToken) ?? userToken;',
    ],
  ),
  ...inFile(
    'src/dock/launcher/page-openers.ts',
    'src/dock/launcher/page-openers.browser.test.ts',
    ['a key that the page handled opens the chat too', 'event.defaultPrevented || ', ''],
    ['a key typed in a field of the page opens the chat', ' && !isTypingOutside(event, host)', ''],
    ['the shortcut opens the chat behind a modal dialog', "isOurs && !document.querySelector(':modal')", 'isOurs'],
  ),
];

const options = [
  ...inFile(
    'src/options/kinds.ts',
    'src/options/options.test.ts',
    ['`false` switches an option on', '|| (/^(false|0|off|no)$/i.test(word) ? false : undefined)', ''],
    ['seconds are read as milliseconds', "unit === 's' ? 1000 : 1", '1'],
    [
      'a word that does not exist is taken',
      'words.find((word) => word === given.trim().toLowerCase())',
      'given as Word',
    ],
  ),
  ...inFile('src/options/key-combination.ts', 'src/dock/keys.test.ts', [
    'a letter alone becomes a shortcut',
    "(held.includes('ctrl') || held.includes('alt'))",
    'true',
  ]),
];

const engine = [
  ...inFile(
    'src/engine/chat-queue.ts',
    'src/engine/chat-queue.test.ts',
    ['what waited for one person is sent as the next', 'waiting.length = 0;', ''],
    ['commands go to a chat that is gone', 'chat = null;', ''],
    [
      'a command runs once for each chat that becomes ready',
      'waiting.splice(0).forEach(run);',
      '[...waiting].forEach(run);',
    ],
  ),
  ...inFile(
    'src/engine/chat-fetch.ts',
    'src/engine/chat-fetch.test.ts',
    ['headers of the owner break requests', 'if (!merged.has(name)) merged', 'merged'],
    ['a refused message counts as sent', 'if (!isOk) return;', ''],
  ),
  ...inFile(
    'src/engine/turn-outcome.ts',
    'src/engine/turn-outcome.test.ts',
    ['a stopped answer counts as complete', "running?.aborted ? 'stopped' : ", ''],
    ['a failure counts for the next answer too', 'start() {\n      hasFailed = false;', 'start() {'],
  ),
];

const bindings = [
  ...inFile(
    'src/embed/loading/panel-loader.ts',
    'src/embed/loading/panel-loader.test.ts',
    [
      'a click after a failed download does nothing',
      'fetching.catch(() => (fetching = undefined));',
      'fetching.catch(() => {});',
    ],
    ['closing fetches the panel', 'if (!mounting && !isNeeded) return;', ''],
    [
      'a launcher that spins for ever',
      'mounting = undefined;\n      launcher.set({ isBusy: false });',
      'mounting = undefined;',
    ],
  ),
  ...inFile('src/embed/page-rules/read-config.ts', 'src/embed/page-rules/read-config.test.ts', [
    'a config file that is missing keeps the launcher away',
    'return {};\n  }',
    "throw new Error('no config');\n  }",
  ]),
  ...inFile('src/react/props.ts', 'test/browser/chat-widget.test.tsx', [
    'the page gets no event for messages',
    "'message-sent': 'onMessageSent',",
    '',
  ]),
];

const serverCore = [
  ...inFile('server/src/core/runs/run.ts', 'server/src/core/runs/stopping.test.ts', [
    'a custom store loses the stopped text',
    'signal: new AbortController().signal, storePatienceMs',
    'storePatienceMs',
  ]),
  ...inFile(
    'server/src/core/runs/run.ts',
    'server/src/core/runs/run.test.ts',
    [
      'hidden items are sent to the visitor',
      "if (event.type === 'thread.item.done' && isHiddenItem(event.item)) return;",
      '',
    ],
    [
      'a change of the thread by a failed turn is lost',
      'return this.#changes.exist() ? await this.#saveThread() : null;',
      'return null;',
    ],
  ),
  ...inFile('server/src/core/runs/error-event.ts', 'server/src/core/runs/run.test.ts', [
    'text of an internal error goes to the visitor',
    "return { type: 'error', code: 'stream.error', allow_retry: true };\n}",
    "return { type: 'error', code: 'custom', message: String(cause), allow_retry: true };\n}",
  ]),
  ...inFile('server/src/core/runs/run.ts', 'server/src/core/runs/streaming-text.test.ts', [
    'half of an unfinished message stays in the thread',
    'await this.#deps.store.deleteThreadItem(this.threadId, itemId, context);',
    '',
  ]),
  ...inFile('server/src/core/runs/partial-writer.ts', 'server/src/core/runs/streaming-text.test.ts', [
    'an older form of a message overwrites its end',
    'this.#growing.delete(itemId);\n    if (this.#inFlight) await this.#inFlight;',
    '',
  ]),
  ...inFile('server/src/core/http/fetch-handler.ts', 'server/src/core/http/fetch-handler.test.ts', [
    'a reader that does not read is given one event more',
    'return (controller.desiredSize ?? 0) > 0;',
    'return (controller.desiredSize ?? 0) >= 0;',
  ]),
  ...inFile(
    'server/src/core/requests/message-limits.ts',
    'server/src/core/limits.test.ts',
    ['one file more than allowed', 'attachments.length > maxAttachments', 'attachments.length > maxAttachments + 1'],
    ['one file fewer than allowed', 'attachments.length > maxAttachments', 'attachments.length >= maxAttachments'],
    ['one character fewer than allowed', 'chars > maxMessageChars', 'chars >= maxMessageChars'],
    ['one character more than allowed', 'chars > maxMessageChars', 'chars > maxMessageChars + 1'],
  ),
  ...inFile('server/src/core/http/body-limits.ts', 'server/src/core/limits.test.ts', [
    'a large message passes as a recording',
    "if (size > maxBodyBytes && type !== 'input.transcribe') throw tooLarge(maxBodyBytes);",
    '',
  ]),
  ...inFile(
    'server/src/core/http/cors.ts',
    'server/src/core/http/cross-origin.test.ts',
    ['every site may call', 'return { allowed: false, headers: vary };', 'return { allowed: true, headers: vary };'],
    ['cookies are sent where every site may call', "...(allowedOrigins === '*' ? {} : {", '...({'],
  ),
  ...inFile(
    'server/src/core/http/endpoint.ts',
    'server/src/core/http/endpoint.test.ts',
    [
      'a form of another site gets a visitor',
      "requireJson(request.headers.get('content-type'));\n    const identity = await authenticate(request, headers);",
      'const identity = await authenticate(request, headers);',
    ],
    [
      'an internal error is told to the client',
      "'Something went wrong on our side. The server’s log has the cause.'",
      'String(cause)',
    ],
  ),
  ...inFile(
    'server/src/core/turns.ts',
    'server/src/core/turns.test.ts',
    [
      'an empty thread stays after a message that failed',
      'await store.deleteThread(thread.id, context).catch(() => undefined);',
      '',
    ],
    ['an action from an item that is no widget runs', "if (sender && sender.type !== 'widget') {", 'if (false) {'],
  ),
  ...inFile(
    'server/src/core/turns.ts',
    'server/src/core/turns-results.test.ts',
    [
      'a result is stored for a call that does not wait',
      "call?.type !== 'client_tool_call' || call.status !== 'pending'",
      "call?.type !== 'client_tool_call'",
    ],
    ['questions can be answered twice', "if (item.status !== 'pending')", 'if (false)'],
  ),
  ...inFile(
    'server/src/core/records/queries.ts',
    'server/src/core/records/queries.test.ts',
    ['files of a deleted conversation stay', 'for (const id of filesOf([item])) files.add(id);', ''],
    [
      'a rating of a thread of somebody else is stored',
      'await store.loadThread(threadId, context);\n      await server.addFeedback',
      'await server.addFeedback',
    ],
  ),
  ...inFile('server/src/core/records/delete-files.ts', 'server/src/core/records/queries.test.ts', [
    'a file of another conversation is deleted too',
    'if (sentIn !== threadId) continue;',
    '',
  ]),
  ...inFile('server/src/core/turns.ts', 'server/src/core/turns-retry.test.ts', [
    'a file that another message has is deleted with one of them',
    'filesOf([item]).forEach((id) => files.delete(id));',
    'break;',
  ]),
];

const serverEdges = [
  ...inFile('server/src/http/attachments/receive-uploads.ts', 'server/src/http/attachments/attachments.test.ts', [
    'private files stay for ever',
    'await attachments.deleteAttachment(record.id, context);',
    '',
  ]),
  ...inFile('server/src/http/attachments/blob-store.ts', 'server/src/http/attachments/blob-store.test.ts', [
    'an uploaded file can be replaced',
    'await link(unfinished, path);',
    'await copyFile(unfinished, path);',
  ]),
  ...inFile(
    'server/src/http/attachments/signed-urls.ts',
    'server/src/http/attachments/download.test.ts',
    ['an address for one file opens another', 'grant.id === id && ', ''],
    ['an address works for ever', ' && grant.expires > now', ''],
    ['an address to read a file lets its holder upload', 'grant.for === use', 'true'],
  ),
  ...inFile(
    'server/src/agents/providers/fallback/attempt.ts',
    'server/src/agents/providers/fallback/attempt.test.ts',
    [
      'an endless stream of empty chunks holds the visitor',
      'patienceMs - (performance.now() - waitedFrom)',
      'patienceMs',
    ],
    [
      'the connection of a failed attempt stays open and is billed',
      "connection.abort(new DOMException('The answer was stopped.', 'AbortError'));",
      '',
    ],
  ),
  ...inFile(
    'server/src/agents/providers/simpler-requests.ts',
    'server/src/agents/providers/dialects/memory-of-repairs.test.ts',
    ['an answer that breaks off is repeated', 'answered || step === MAX_STEPS', 'step === MAX_STEPS'],
  ),
  ...inFile(
    'server/src/agents/providers/fallback/circuit-breaker.ts',
    'server/src/agents/providers/fallback/circuit-breaker.test.ts',
    [
      'a limited provider is asked again too early',
      'else if (retryAfterMs > 0) this.#restsUntil = this.#now() + retryAfterMs;',
      '',
    ],
  ),
  ...inFile('server/src/http/attachments/file-types.ts', 'server/src/http/attachments/download.test.ts', [
    'an SVG with a script is shown in place',
    "'image/webp', 'image/avif']);",
    "'image/webp', 'image/avif', 'image/svg+xml']);",
  ]),
  ...inFile(
    'server/src/http/attachments/check-bytes.ts',
    'server/src/http/attachments/attachments.test.ts',
    ['a file larger than allowed', 'if (size > maxBytes) throw tooLarge(maxBytes);', ''],
    [
      'a file larger than announced',
      'if (sizeBytes !== undefined && size !== sizeBytes) throw wrongSize(sizeBytes);',
      '',
    ],
  ),
  ...inFile(
    'server/src/stores/sql/sql-store.ts',
    'server/src/stores/store-contract.test.ts',
    [
      'an item of another thread is accepted',
      'SELECT ${ITEM} FROM chatdock_items WHERE owner = $1 AND thread_id = $2 AND id = $3 AND document IS NOT NULL',
      'SELECT ${ITEM} FROM chatdock_items WHERE owner = $1 AND $2 = $2 AND id = $3 AND document IS NOT NULL',
    ],
    [
      'an item of another thread is deleted',
      'WHERE owner = $1 AND thread_id = $2 AND id = $3 AND document IS NOT NULL AND ${this.#mayWrite(5)}',
      'WHERE owner = $1 AND $2 = $2 AND id = $3 AND document IS NOT NULL AND ${this.#mayWrite(5)}',
    ],
    ['a late write brings a deleted thread back', ' AND chatdock_threads.document IS NOT NULL', ''],
    ['somebody else writes over a thread', 'chatdock_threads.owner = excluded.owner AND ', ''],
    [
      'somebody else reads a file',
      "'SELECT document FROM chatdock_attachments WHERE owner = $1 AND id = $2'",
      "'SELECT document FROM chatdock_attachments WHERE $1 = $1 AND id = $2'",
    ],
  ),
  ...inFile(
    'server/src/stores/sqlite/sqlite.ts',
    'server/src/stores/sqlite/sqlite.test.ts',
    ['the last write is lost when the server stops', 'await this.#committing;', ''],
    [
      'a read reopens a closed database',
      'async read(statement: Statement): Promise<Row[]> {\n    if (this.#isClosed) throw closedError();',
      'async read(statement: Statement): Promise<Row[]> {',
    ],
    ['a write reopens a closed database', 'if (this.#isClosed) return Promise.reject(closedError());', ''],
  ),
  ...inFile(
    'server/src/auth/tokens.ts',
    'server/src/auth/signed-identity.test.ts',
    ['one token has several spellings', "!token.split('.').every(isCanonical)", 'false'],
    ['a token that never expires is believed', "['exp', 'aud', 'iss', 'sub']", "['aud', 'iss', 'sub']"],
    ['a token for another service is believed', '        audience,\n', ''],
    ['a token of another issuer is believed', '        issuer,\n', ''],
  ),
  ...inFile('server/src/auth/signed-identity.ts', 'server/src/auth/signed-identity.test.ts', [
    'equal users of two tenants are one user',
    '${encodeURIComponent(tenant)}:',
    ':',
  ]),
  ...inFile(
    'server/src/auth/visitors.ts',
    'server/src/auth/visitors.test.ts',
    ['a visitor who logged out is known by the cookie', 'carried === NEW_VISITOR ? [] : [carried', '[carried'],
    [
      'another site replaces the cookie of a visitor',
      "if (request.headers.get('sec-fetch-site') !== 'cross-site')\n",
      '',
    ],
    ['a page’s scripts can read the cookie', '; HttpOnly', ''],
  ),
  ...inFile(
    'server/src/auth/turn-slots.ts',
    'server/src/auth/limits.test.ts',
    [
      'one answer more at the same time than allowed',
      '(counts.get(key) ?? 0) >= limit',
      '(counts.get(key) ?? 0) > limit',
    ],
    ['an ended answer gives back two places', 'slots.splice(0)', 'slots'],
    [
      'a place is lost when another process refuses',
      'leave();\n      throw (shared[acquired]',
      'throw (shared[acquired]',
    ],
  ),
  ...inFile(
    'server/src/auth/limits.ts',
    'server/src/auth/limits.test.ts',
    ['one request more than allowed', 'counted.totalHits <= limit', 'counted.totalHits <= limit + 1'],
    ['one request fewer than allowed', 'counted.totalHits <= limit', 'counted.totalHits < limit'],
    [
      'a client names its own address',
      'req.headers[ADDRESS_HEADER] = addressOf(req.ip);',
      'req.headers[ADDRESS_HEADER] ??= addressOf(req.ip);',
    ],
  ),
];

export const mutations: readonly Mutation[] = [
  ...protocol,
  ...chatState,
  ...chatView,
  ...widgets,
  ...dock,
  ...options,
  ...engine,
  ...bindings,
  ...serverCore,
  ...serverEdges,
  ...sendingMutations,
];
