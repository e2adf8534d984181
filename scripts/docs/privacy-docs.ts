/** Writes the lists of docs/privacy.md from the code: requests, stored keys, fields of the log. `node scripts/docs/privacy-docs.ts` */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ChatKitRequest, chatKitRequestSchema } from '@chatdock/protocol/requests/requests';
import { membersOf, table } from './reference-docs.ts';

const PAGE_FILE = 'docs/privacy.md';

/** The visitor's action. */
const REQUESTS: Record<ChatKitRequest['type'], string> = {
  'threads.create': 'sends the first message of a conversation',
  'threads.add_user_message': 'sends a further message',
  'threads.add_client_tool_output': 'gets an answer that used a client tool; the page sends the tool’s result',
  'threads.add_structured_input': 'answers a form of the assistant',
  'threads.retry_after_item': 'regenerates an answer',
  'threads.custom_action': 'presses a button of a widget',
  'threads.sync_custom_action': 'presses a button of a widget whose action has `streaming: false`',
  'threads.get_by_id': 'opens a conversation',
  'threads.list': 'uses the chat, or opens the list of conversations',
  'items.list': 'scrolls up in a long conversation',
  'items.feedback': 'rates an answer, with or without a comment',
  'attachments.create': 'attaches a file (with two-phase uploads)',
  'attachments.delete': 'removes an attached file from the message',
  'threads.update': 'renames a conversation',
  'threads.delete': 'deletes a conversation',
  'input.transcribe': 'dictates; the server transcribes the recording and does not store it',
  'runs.resume': 'reloads the page or comes back online while an answer is being written',
  'runs.stop': 'stops an answer',
  'threads.search': 'opens the list of conversations, or searches in it; the search words are not stored',
};

/** Requests outside the protocol, by the file in `src/` that sends them. Files without a sentence only pass requests on. */
export const OTHER_REQUESTS: Record<string, string> = {
  'src/embed/page-rules/read-config.ts': 'the file of `data-config`, when the page loads',
  'src/dock/hooks/use-strings.ts': 'the file of `data-strings`, when the panel opens',
  'src/chatkit/state/composer/upload-file.ts':
    'the bytes of an attached file, sent to `apiUrl` + `/upload` or to the URL that the server gives; without the visitor’s token and cookies if that URL belongs to a separate storage service',
  'src/chatkit/files/save-file.ts':
    'a file or image of the conversation that the visitor opens or saves, from the URL that the server gave, without cookies or referrer',
  'src/engine/client-secret.ts': '`clientSecretUrl`, in hosted mode only; the chat itself then talks to OpenAI',
  'src/chatkit/state/connection/explain-unreachable.ts':
    '`apiUrl` or the URL of the file storage, without cookies or content, after a request to it on another origin failed, so that the console can name the cause: at most ten requests per URL',
  'src/dock/chat/feedback/FeedbackNote.tsx': '',
  'src/dock/voice/use-dock-voice.ts': '',
  'src/chatkit/state/composer/send-with-progress.ts': '',
  'src/protocol/client/visitor-token.ts': '',
  'src/mock/mock-fetch.ts': '',
};

/** The data in Redis, by the prefix of its names: its content, and how long it is kept. */
const REDIS: Record<string, [holds: string, time: string]> = {
  'chatdock:limit': [
    'the number of requests of a person or an address; the id or the address is in the name',
    'a minute',
  ],
  'chatdock:slots': [
    'ids of answers that are being written, by person and by address',
    'until the answer ends, and 15 seconds after its process is lost',
  ],
  'chatdock:run': [
    'the events of an answer, if a client reads it through another process than the one that writes it',
    'ten minutes after the last event',
  ],
  'chatdock:runs': ['nothing: a channel for requests to stop or to follow an answer, by its id', 'not kept'],
  'chatdock:usage': [
    'the usage of a person, an address and the site; the id or the address is in the name',
    'until the minute or the day ends; the time at which Redis began to count is kept',
  ],
  'chatdock:ended': ['when the sessions of a person were ended; the id is in the name', 'ten seconds'],
  'chatdock:wake': ['nothing: a signal for a waiting process', 'a minute'],
};

/** The prefixes of all Redis names in the sources. */
function redisNames(): string[] {
  const files = [...sourcesIn('server/src/stores/redis'), 'server/src/cli/sharing.ts'];
  const names = files.flatMap((file) =>
    [...withoutComments(readFileSync(file, 'utf8')).matchAll(/['`](chatdock:[a-z]+)/g)].map(([, name = '']) => name),
  );
  return [...new Set(names)].toSorted();
}

const redisRow = (name: string): string[] => {
  const row = REDIS[name];
  if (!row) throw new Error(`Redis holds ${name}, which scripts/docs/privacy-docs.ts does not explain.`);
  return [`\`${name}\``, ...row];
};

/** The names in the log, and their meaning. */
const FIELDS: Record<string, string> = {
  requestId: 'the id of the request, from a proxy or random',
  traceId: 'the id of the trace of the request, from its `traceparent`',
  threadId: 'the id of the conversation, at most 80 characters',
  type: 'the kind of request or notification',
  status: 'the HTTP status, of this server or of a model provider',
  code: 'the code of a refusal or of a provider’s error',
  ms: 'how long it took',
  outcome: 'how an answer ended',
  err: 'an error of the program: its name, message, code and stack',
  itemId: 'the id of an item in a conversation',
  attachmentId: 'the id of a file',
  path: 'the path of one of your documents',
  bytes: 'the size of one of your documents',
  model: 'the name of a model',
  models: 'names of models',
  shutdownDate: 'the date on which a provider switches a model off',
  repair: 'how a request to a provider was changed',
  without: 'what was removed from a request to a provider',
  kind: 'how a provider failed',
  providerRequestId: 'the provider’s id of the request',
  retryAfterMs: 'how long a provider asks to wait',
  afterMs: 'how long a provider took to fail',
  textShown: 'whether a part of the answer was shown',
  reason: 'why a provider failed, in this server’s words',
  said: 'the provider’s answer to a failed request, without keys and without texts of visitors',
  needsOwner: 'whether only a change of the settings or of the message helps',
  server: 'the name of one of your MCP servers',
  scope: 'whose budget was used up: visitor, user, address or site',
  unit: 'the unit of that budget',
  window: 'the period of that budget',
  limit: 'the amount of that budget',
  opensAtMs: 'when that budget is available again, in milliseconds since 1970',
  opensAt: 'the same time as a date',
  types: 'kinds of notifications',
  what: 'the name of a cleanup task',
  settings: 'unknown names among the settings',
  setting: 'the setting of the budget that is used up',
  budget: 'the budget that is used up',
  url: 'the address at which the server listens',
  agent: 'the agent or model that answers',
  signal: 'the signal that stopped the process',
  origin: 'the origin of a site whose pages were refused',
};

/** The fields that a `...spread` in a log line adds. */
const SPREADS: Record<string, readonly string[]> = {
  'namesOf(turn)': ['requestId', 'threadId', 'traceId', 'ms'],
  'this.#options.names': ['requestId', 'threadId'],
  'this.#names()': ['requestId', 'threadId'],
  'next.change': ['repair', 'without'],
  refusal: membersOf('server/src/auth/budgets/budgets.ts', 'BudgetRefusal').map(({ name }) => name),
};

const sourcesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/u.test(name) && !/\.test\.tsx?$|node_modules|\/dist\//u.test(name));

/** Files in `src/` that call the browser's `fetch`, or send requests in another way. */
export const filesThatFetch = (): string[] =>
  sourcesIn('src').filter((file) =>
    withoutComments(readFileSync(file, 'utf8'))
      .split('\n')
      // A declaration of a method is no call.
      .some((line) =>
        /(?<!\.)\bfetch\((?!\w*\??: |\)|\.\.\.)|context\.fetch\(|XMLHttpRequest\(|sendBeacon\(|new (?:WebSocket|EventSource)\(/u.test(
          line,
        ),
      ),
  );

/** Files in `src/` that use storage of the browser. */
export const filesThatStore = (): string[] =>
  sourcesIn('src').filter((file) =>
    /\b(?:local|session)Storage\b|\}Storage`|indexedDB|document\.cookie|\bcaches\.|cookieStore/u.test(
      withoutComments(readFileSync(file, 'utf8')),
    ),
  );

const withoutComments = (source: string) => source.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gmu, '');

/** The fields of all lines that the server logs. @throws Error for a spread that is not in `SPREADS` */
function loggedFields(): string[] {
  const fields = new Set(
    membersOf('server/src/core/telemetry/telemetry.ts', 'AnsweredRequest').map(({ name }) => name),
  );
  for (const file of sourcesIn('server/src')) {
    const source = withoutComments(readFileSync(file, 'utf8'));
    for (const call of source.matchAll(/\blog\??\.(?:warn|error|info|fatal)\(\s*(?=\{)/giu))
      for (const member of topLevel(balanced(source, call.index + call[0].length))) {
        const spread = /^\.\.\.(?<what>.*)$/su.exec(member)?.groups?.['what'];
        if (spread === undefined) fields.add(/^\w+/u.exec(member)?.[0] ?? member);
        else if (SPREADS[spread] === undefined)
          throw new Error(`${file} logs ...${spread}, which scripts/docs/privacy-docs.ts does not know.`);
        else SPREADS[spread].forEach((name) => fields.add(name));
      }
  }
  return [...fields].toSorted();
}

/** The text inside the brackets that open at `start`. */
function balanced(source: string, start: number): string {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    if ('([{'.includes(source[at] ?? '')) depth++;
    if (')]}'.includes(source[at] ?? '') && --depth === 0) return source.slice(start + 1, at);
  }
  throw new Error('Brackets do not match.');
}

/** The members of an object literal. */
function topLevel(inside: string): string[] {
  const members = [''];
  let depth = 0;
  for (const letter of inside) {
    if ('([{'.includes(letter)) depth++;
    if (')]}'.includes(letter)) depth--;
    if (letter === ',' && depth === 0) members.push('');
    else members[members.length - 1] += letter;
  }
  return members.map((member) => member.trim()).filter(Boolean);
}

const sentenceFor = (field: string) => {
  const sentence = FIELDS[field];
  if (sentence === undefined)
    throw new Error(`The log has a field ${field}, which scripts/docs/privacy-docs.ts does not explain.`);
  return sentence;
};

const sentIn = (type: string): string => {
  const request = chatKitRequestSchema.def.options.find((option) =>
    option.shape.type.def.values.some((value) => value === type),
  );
  if (!request) throw new Error(`There is no request ${type}.`);
  return Object.keys(request.shape.params.shape)
    .map((name) => `\`${name}\``)
    .join(', ');
};

const lists = (): Record<string, string> => ({
  requests: table(
    ['when the visitor …', 'request', 'its contents'],
    Object.entries(REQUESTS).map(([type, when]) => [when, `\`${type}\``, sentIn(type)]),
  ),
  'other requests': Object.values(OTHER_REQUESTS)
    .filter(Boolean)
    .map((sentence) => `- ${sentence}`)
    .join('\n'),
  'stored keys': table(
    ['member of `chatdock:<name>`', 'contents'],
    membersOf('src/dock/persistence.ts', 'Remembered').map(({ name, comment }) => [`\`${name}\``, comment]),
  ),
  redis: table(['name', 'contents', 'kept for'], redisNames().map(redisRow)),
  'log fields': table(
    ['field', 'contents'],
    loggedFields().map((field) => [`\`${field}\``, sentenceFor(field)]),
  ),
});

/** The page with its lists regenerated. The text between the lists stays. */
export function privacyPage(page = readFileSync(PAGE_FILE, 'utf8')): string {
  return Object.entries(lists()).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name}: .* -->\\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`${PAGE_FILE} has no marker for the list "${name}".`);
    return text.replace(place, (_, start: string, end: string) => `${start}\n${rows}\n\n${end}`);
  }, page);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE_FILE, privacyPage());
