import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startConversation } from '../../../../test/harness/chat/conversation.ts';
import { configuredServers } from '../../../../test/harness/providers/configured-servers.ts';
import { ANSWER } from '../../../../test/harness/providers/fake-provider.ts';
import { startMcpOverHttp } from '../../../../test/harness/providers/mcp-server.mjs';
import type { RequestContext } from '../../core/context.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import { MemoryStore } from '../../stores/memory.ts';

const { provider, folder, toClose, compatible, configure, file } = configuredServers();

describe('a server configured by settings', () => {
  it('reads the picture hosts, and refuses an invalid host name', async () => {
    const domains = async (text: string) => (await configure({ CHATDOCK_IMAGE_DOMAINS: text })).server.imageDomains;
    expect(await domains('img.example, *.cdn.example')).toEqual(['img.example', '*.cdn.example']);
    expect(await domains('none')).toEqual([]);
    expect(await domains('')).toBeUndefined();
    for (const wrong of [
      'https://img.example',
      'img.example/a',
      '*',
      'img.example:443',
      '*.*.example',
      'a.example,none?',
    ])
      await expect(domains(wrong)).rejects.toThrow(/CHATDOCK_IMAGE_DOMAINS has ".+", which is not a host/u);
  });

  it('runs the demo agent until a model is set', async () => {
    const { server, description } = await configure({ CHATDOCK_DEMO_DELAY_MS: '0' });
    expect(description).toContain('demo agent');
    expect((await startConversation(server).send('echo hi')).text).toBe('hi');
  });

  it.each([
    [{ CHATDOCK_MODEL: 'openai:fake', OPENAI_API_KEY: 'k' }, 'OPENAI_BASE_URL', '/v1/responses'],
    [
      { CHATDOCK_MODEL: 'openrouter:maker/fake', OPENROUTER_API_KEY: 'k' },
      'OPENROUTER_BASE_URL',
      '/v1/chat/completions',
    ],
    [{ CHATDOCK_MODEL: 'gemini:fake', GOOGLE_API_KEY: 'k' }, 'GEMINI_BASE_URL', '/v1/chat/completions'],
    [{ CHATDOCK_MODEL: 'ollama:fake:3b' }, 'OLLAMA_BASE_URL', '/v1/chat/completions'],
    [{ CHATDOCK_MODEL: 'compatible:fake' }, 'COMPATIBLE_BASE_URL', '/v1/chat/completions'],
  ])('reaches the provider of %j through the API it speaks', async (env, urlSetting, path) => {
    const { server, description } = await configure({ ...env, [urlSetting]: provider().baseURL() } as Record<
      string,
      string
    >);
    expect(description).toBe(env.CHATDOCK_MODEL);
    expect((await startConversation(server).send('Hello')).text).toBe(ANSWER);
    expect(provider().requests.map((request) => [request.path, request.body['model']])).toEqual([
      [path, env.CHATDOCK_MODEL.slice(env.CHATDOCK_MODEL.indexOf(':') + 1)],
    ]);
  });

  it('lets a visitor choose only configured models', async () => {
    const { server } = await configure({ ...compatible(), CHATDOCK_MODELS: 'compatible:clever' });
    const chat = startConversation(server);
    for (const model of ['clever', 'compatible:clever', 'expensive', undefined])
      await chat.send('Hello', { inference_options: { model } });
    expect(provider().requests.map(({ body }) => body['model'])).toEqual(['clever', 'clever', 'fake', 'fake']);
  });

  it.each([
    [{ CHATDOCK_MODEL: 'litellm/openai/gpt-4o' }, 'Write openai:gpt-4o.'],
    [{ CHATDOCK_FALLBACK: 'gpt-4o' }, 'CHATDOCK_FALLBACK'],
    [{ CHATDOCK_MCP: '/nowhere.json' }, 'cannot be read'],
    [{ CHATDOCK_DOCS: '/nowhere' }, 'no such folder'],
    [{ CHATDOCK_DOCS: 'docs', CHATDOCK_DOCS_URL: 'shop.example/{page}' }, 'CHATDOCK_DOCS_URL is "shop.example/{page}"'],
    [{ CHATDOCK_TITLES: 'poem' }, 'Write text'],
    [{ CHATDOCK_FIRST_TOKEN_MS: 'soon' }, 'whole number'],
    [{ CHATDOCK_TRANSCRIBE: 'whisper-1' }, 'CHATDOCK_TRANSCRIBE'],
    [
      { CHATDOCK_TRANSCRIBE: 'compatible:whisper-1', CHATDOCK_TRANSCRIBE_SECONDS: 'long' },
      'CHATDOCK_TRANSCRIBE_SECONDS is "long"',
    ],
  ])('refuses to start with %j and says how to fix it', async (env, cure) => {
    await expect(configure({ ...compatible(), ...env } as Record<string, string>)).rejects.toThrow(cure);
  });

  it('refuses an invalid tools file and names the wrong member', async () => {
    await expect(
      configure({
        ...compatible(),
        CHATDOCK_CLIENT_TOOLS: file('tools.json', [{ name: 'has space', description: 'x' }]),
      }),
    ).rejects.toThrow('0.name');
    await expect(configure({ ...compatible(), CHATDOCK_MCP: file('mcp.json', '{') })).rejects.toThrow('not valid JSON');
  });

  it("logs the turn's id when a provider fails", async () => {
    provider().fault = '503';
    const logged: object[] = [];
    const { server } = await configure(compatible(), {
      log: { ...silentLog, warn: (details) => logged.push(details) },
    });
    const chat = startConversation(server);
    await chat.send('Hello');
    provider().fault = null;
    expect(logged[0]).toMatchObject({
      threadId: chat.threadId,
      model: 'compatible:fake',
      kind: 'server-error',
      status: 503,
    });
  });

  it("logs codes and ids of a failure, never the provider's message, which may quote secrets", async () => {
    provider().refuse = ({ body }) => `Invalid request by key-1234: ${JSON.stringify(body)}`;
    const logged: object[] = [];
    const { server } = await configure(
      { ...compatible(), COMPATIBLE_API_KEY: 'key-1234' },
      { log: { ...silentLog, warn: (details) => logged.push(details), error: (details) => logged.push(details) } },
    );
    const chat = startConversation(server);
    await chat.send('My diagnosis is secret');
    provider().refuse = () => undefined;
    expect(logged).toMatchObject([
      {
        threadId: chat.threadId,
        model: 'compatible:fake',
        kind: 'refused',
        status: 400,
        reason: 'The provider answered 400.',
      },
    ]);
    expect(Object.keys(logged[0] ?? {})).toContain('requestId');
    expect(JSON.stringify(logged)).not.toMatch(/diagnosis|key-1234/u);
  });

  it('offers client tools from a file', async () => {
    provider().reply = () => ({ toolCalls: [{ name: 'open_page', arguments: { path: '/prices' } }] });
    const { server } = await configure({
      ...compatible(),
      CHATDOCK_CLIENT_TOOLS: file('tools.json', [
        {
          name: 'open_page',
          description: 'Opens a page',
          parameters: { type: 'object', properties: { path: { type: 'string' } } },
        },
      ]),
    });
    const { events } = await startConversation(server).send('Show me the prices');
    expect(events.findLast((event) => event.type === 'thread.item.done')).toMatchObject({
      item: { type: 'client_tool_call', name: 'open_page', arguments: { path: '/prices' } },
    });
  });

  it('uses MCP tools over stdio and HTTP, ignores servers that are down, and reports errors', async () => {
    const http = await startMcpOverHttp('s3cret');
    toClose.push(() => http.close());
    const stdio = fileURLToPath(new URL('../../../../test/harness/providers/mcp-server.mjs', import.meta.url));
    const warnings: object[] = [];
    const config = {
      mcpServers: {
        stock: { command: process.execPath, args: [stdio], env: { GREETING: '${GREETING}' } },
        gone: { url: 'http://127.0.0.1:1/mcp' },
      },
    };
    provider().reply = ({ body }) => {
      const said = JSON.stringify(body);
      return said.includes('12 apples')
        ? { text: `Found ${/(from \w+|over http): 12 apples/u.exec(said)?.[0]}` }
        : { toolCalls: [{ name: 'stock_level', arguments: { article: 'apples' } }] };
    };
    const overStdio = await configure(
      { ...compatible(), GREETING: 'from stdio', CHATDOCK_MCP: file('mcp.json', config) },
      { log: { ...silentLog, warn: (details) => warnings.push(details) } },
    );
    expect((await startConversation(overStdio.server).send('Any apples?')).text).toBe('Found from stdio: 12 apples');
    expect(warnings).toMatchObject([{ server: 'gone' }]);

    const overHttp = await configure({
      ...compatible(),
      TOKEN: 's3cret',
      CHATDOCK_MCP: file('mcp2.json', {
        mcpServers: { stock: { url: http.url, headers: { authorization: 'Bearer ${TOKEN}' } } },
      }),
    });
    expect((await startConversation(overHttp.server).send('Any apples?')).text).toBe('Found over http: 12 apples');

    provider().reply = ({ body }) =>
      JSON.stringify(body).includes('never had unicorns')
        ? { text: 'None.' }
        : { toolCalls: [{ name: 'stock_level', arguments: { article: 'unicorns' } }] };
    expect((await startConversation(overHttp.server).send('Any unicorns?')).text).toBe('None.');
    expect(provider().requests).toHaveLength(6);
  });

  it('answers from a folder of documents and tells the model to cite them', async () => {
    file('prices.md', '# Prices\n\nApples cost 3 euros.');
    const { server, documentsFolder } = await configure({
      ...compatible(),
      CHATDOCK_DOCS: folder(),
      CHATDOCK_DOCS_INDEX: ':memory:',
      CHATDOCK_INSTRUCTIONS: 'You sell fruit.',
      PORT: '9999',
    });
    expect(documentsFolder).toBe(folder());
    provider().reply = ({ body }) =>
      JSON.stringify(body).includes('3 euros')
        ? { text: 'Three euros【1】.' }
        : { toolCalls: [{ name: 'search_documents', arguments: { query: 'price apples' } }] };
    const chat = startConversation(server);
    expect((await chat.send('What do apples cost?')).text).toBe('Three euros.');
    expect(chat.state.items.at(-1)).toMatchObject({
      content: [{ annotations: [{ source: { url: 'http://127.0.0.1:9999/documents/prices.md#prices' } }] }],
    });
    expect(JSON.stringify(provider().requests[0]?.body)).toContain('You sell fruit.');
  });

  it('sends attached images and texts to the model, and only the names of other files', async () => {
    const store = new MemoryStore<RequestContext>();
    const context = { userId: 'visitor', signal: new AbortController().signal };
    const bytes: Record<string, string> = { atc_png: 'PNG', atc_txt: 'milk, eggs' };
    const files = [
      ['atc_png', 'a.png', 'image/png'],
      ['atc_txt', 'list.txt', 'text/plain'],
      ['atc_zip', 'b.zip', 'application/zip'],
    ] as const;
    for (const [id, name, mime_type] of files)
      await store.saveAttachment({ type: 'file', id, name, mime_type }, context);
    const blobs = {
      read: async (key: string) => {
        const content = Buffer.from(bytes[key] ?? '');
        return { sizeBytes: content.byteLength, stream: Readable.from([content]) };
      },
    };
    const { server } = await configure(compatible(), {
      store,
      attachmentStore: { blobs, generateAttachmentId: () => '', deleteAttachment: async () => {} } as never,
    });
    expect((await startConversation(server).send('Look', { attachments: files.map(([id]) => id) })).text).toBe(ANSWER);
    const body = JSON.stringify(provider().requests[0]?.body);
    expect(body).toContain(`data:image/png;base64,${Buffer.from('PNG').toString('base64')}`);
    expect(body).toContain('milk, eggs');
    expect(body).toContain('b.zip');
  });
});
