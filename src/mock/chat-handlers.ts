/** A whole chat server as request handlers for Mock Service Worker: in the page, or in a test. */
import { http, HttpResponse, type RequestHandler } from 'msw';
import type { AssistantMessageItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import { parseRequest } from '@chatdock/protocol/requests/parse-request';
import { isStreamRequest } from '@chatdock/protocol/requests/requests';
import { ownEntry } from '@chatdock/protocol/kinds';
import { createFetchHandler } from '../../server/src/core/http/fetch-handler.ts';
import { type Fault, faults } from './faults.ts';
import { scripts } from './scenarios.ts';
import type { Script } from './script.ts';
import { type MockContext, ScriptedServer, toAttachment } from './scripted-server.ts';

/** The name of a scenario: how the mock answers. */
export type ScenarioName = keyof typeof scripts | keyof typeof faults;

/** Options of `chatHandlers`: where the chat posts to, what it answers, and how fast. */
export interface ChatHandlersOptions {
  /**
   * The URL that the chat posts to, as an MSW path: `https://api.example.com/chatkit`, `/chatkit`. @defaultValue
   * `/chatkit` on any origin
   */
  url?: string | undefined;
  /**
   * How each turn is answered: a scenario's name, your own script, or a function that chooses by the visitor's text.
   * @defaultValue 'answer'
   */
  scenario?: ScenarioName | { script: Script } | ((text: string) => ScenarioName) | undefined;
  /** The delay between two pieces of an answer, in milliseconds; 0 for none. @defaultValue 25 */
  delayMs?: number | undefined;
  /** Adds a thread with this many messages to the history, with the id `thr_long`. @defaultValue 0 */
  longThread?: number | undefined;
}

const VISITOR = 'visitor';

/**
 * Handlers that answer every request of the ChatKit protocol, and uploads, without a server. Behind them is the real
 * server core with a store in memory, so threads persist as long as the handlers do.
 *
 * @example
 * // in the page: npx msw init public/
 * await setupWorker(...chatHandlers({ url: '/chatkit' })).start();
 * @example
 * // in a test
 * const server = setupServer(...chatHandlers({ url: 'https://api.test/chatkit', scenario: 'http-500', delayMs: 0 }));
 */
export function chatHandlers({
  url = '*/chatkit',
  scenario = 'answer',
  delayMs = 25,
  longThread = 0,
}: ChatHandlersOptions = {}): RequestHandler[] {
  const choose = toChoice(scenario);
  const server = new ScriptedServer({ delayMs, scriptFor: (text) => choose(text).script });
  const answer = createFetchHandler<MockContext>(server, {
    allowedOrigins: '*',
    authenticate: ({ url: requested }) => ({ userId: VISITOR, uploadUrl: `${requested.split(/[?#]/, 1)[0]}/uploads` }),
  });
  const seeded = seedLongThread(server, longThread);

  return [
    http.post(url, async ({ request }) => {
      await seeded;
      const { fault } = choose(await typedText(request.clone()));
      return fault ? fault(() => answer(request)) : answer(request);
    }),
    http.options(url, ({ request }) => answer(request)),
    http.post(`${url}/uploads`, async ({ request }) => receiveDirect(server, request)),
    http.post(`${url}/uploads/:id`, async ({ request, params }) =>
      receiveSecondPhase(server, request, String(params['id'])),
    ),
    http.get(`${url}/uploads/:id`, ({ params }) => {
      const file = server.attachments.files.get(String(params['id']));
      return file
        ? new HttpResponse(file, { headers: { 'content-type': file.type } })
        : new HttpResponse(null, { status: 404 });
    }),
  ];
}

interface Choice {
  script: Script;
  fault: Fault | null;
}

function toChoice(scenario: NonNullable<ChatHandlersOptions['scenario']>): (text: string | null) => Choice {
  if (typeof scenario === 'object') return () => ({ script: scenario.script, fault: null });
  return (text) => {
    const name = typeof scenario === 'function' ? scenario(text ?? '') : scenario;
    if (isScript(name)) return { script: scripts[name], fault: null };
    // A fault affects turns only. History and files keep working, as they would if only the model were down.
    return { script: scripts.answer, fault: text === null ? null : (ownEntry<Fault>(faults, name) ?? null) };
  };
}

const isScript = (name: ScenarioName): name is keyof typeof scripts => Object.hasOwn(scripts, name);

/** The visitor's text if the request is a turn; null for every other request. */
async function typedText(request: Request): Promise<string | null> {
  try {
    const turn = parseRequest(await request.json());
    if (!isStreamRequest(turn)) return null;
    const { params } = turn;
    return 'input' in params && params.input && 'content' in params.input
      ? params.input.content.map(({ text }) => text).join('')
      : '';
  } catch {
    // Not a valid request: let the server reject it.
    return null;
  }
}

// Uploads

async function fileIn(request: Request): Promise<File | null> {
  const form = await request.formData().catch(() => null);
  const file = form?.get('file');
  return file instanceof File ? file : null;
}

const noFile = () =>
  HttpResponse.json(
    { error: { code: 'no_file', message: 'Send the file as multipart/form-data in a field named "file".' } },
    { status: 400 },
  );

async function receiveDirect(server: ScriptedServer, request: Request): Promise<Response> {
  const file = await fileIn(request);
  if (!file) return noFile();
  const attachment = toAttachment(server.attachments.generateAttachmentId(), file.name, file.type, request.url);
  server.attachments.files.set(attachment.id, file);
  await server.store.saveAttachment(attachment, { userId: VISITOR, uploadUrl: request.url, signal: request.signal });
  return HttpResponse.json(attachment);
}

async function receiveSecondPhase(server: ScriptedServer, request: Request, id: string): Promise<Response> {
  const file = await fileIn(request);
  if (!file) return noFile();
  server.attachments.files.set(id, file);
  return new HttpResponse(null, { status: 204 });
}

// History

/** Adds a long thread, half of whose messages are the visitor's, to try paging and scrolling with. */
async function seedLongThread(server: ScriptedServer, messages: number): Promise<void> {
  if (messages <= 0) return;
  const context: MockContext = { userId: VISITOR, uploadUrl: '', signal: new AbortController().signal };
  const startedAt = Date.UTC(2025, 0, 1);
  const at = (index: number) => new Date(startedAt + index * 60_000).toISOString();
  await server.store.saveThread(
    { id: 'thr_long', title: 'A long conversation', created_at: at(0), status: { type: 'active' }, metadata: {} },
    context,
  );
  for (let index = 0; index < messages; index++) {
    const common = { id: `msg_long_${index}`, thread_id: 'thr_long', created_at: at(index) };
    const question: UserMessageItem = {
      ...common,
      type: 'user_message',
      content: [{ type: 'input_text', text: `Question ${index / 2 + 1}` }],
      attachments: [],
      quoted_text: '',
      inference_options: {},
    };
    const reply: AssistantMessageItem = {
      ...common,
      type: 'assistant_message',
      content: [{ type: 'output_text', text: `Answer **${(index + 1) / 2}**.`, annotations: [] }],
    };
    await server.store.addThreadItem('thr_long', index % 2 === 0 ? question : reply, context);
  }
}
