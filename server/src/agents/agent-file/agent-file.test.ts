import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startConversation } from '../../../../test/harness/chat/conversation.ts';
import { ANSWER, startFakeProvider, type FakeProvider } from '../../../../test/harness/providers/fake-provider.ts';
import { fileInDocs } from '../../../../test/harness/packages/docs-code.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import type { Use } from '../../core/usage/meter.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { loadAgentFile } from './load-agent-file.ts';
import { createConfiguredServer } from '../configured/configured-server.ts';
import { RECOMMENDED_MODELS } from '../providers/recommended-models.ts';

/** Inside the repository, so that `@openai/agents` is found from there. */
const folder = fileURLToPath(new URL(`../../../.cache/agent-files-${process.pid}`, import.meta.url));
let provider: FakeProvider;
let files = 0;

beforeAll(async () => void (provider = await startFakeProvider()));
afterAll(async () => {
  await provider.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  provider.requests.length = 0;
  provider.reply = () => ({ text: ANSWER });
});
afterEach(() => vi.restoreAllMocks());

/** A new name each time, because modules are kept. */
function file(content: string, ending = 'ts'): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `agent-${files++}.${ending}`);
  writeFileSync(path, content);
  return path;
}

const openAI = () => ({ OPENAI_API_KEY: 'key-of-openai', OPENAI_BASE_URL: provider.baseURL() });

async function configure(content: string, env: Record<string, string> = {}, held: Use[] = []) {
  const meter = {
    hold: async (_context: object, use: Use) => {
      held.push(use);
      return async () => undefined;
    },
  };
  return await createConfiguredServer({
    env: { CHATDOCK_AGENT: file(content), ...openAI(), ...env },
    store: new MemoryStore(),
    log: silentLog,
    meter,
  });
}

const PAGE = 'docs/leaving-agent-builder.md';
const AGENT = fileInDocs(PAGE, 'agent.ts');
const EXPORTED = AGENT.replace(/export default .*/u, '');

describe('the agent of a file', () => {
  it('answers with its own instructions and model, and remembers the conversation', async () => {
    const held: Use[] = [];
    const { server, description } = await configure(AGENT, {}, held);
    expect(description).toMatch(/^the agent in .*agent-\d+\.ts$/);
    const chat = startConversation(server);
    await chat.send('Have you got pears?');
    expect((await chat.send('And plums?')).text).toBe(ANSWER);
    const [first, second] = provider.requests.map(({ body }) => body);
    expect(first).toMatchObject({
      model: RECOMMENDED_MODELS.openai,
      instructions: 'You help the customers of a fruit shop.',
      temperature: 1,
      max_output_tokens: 2048,
      store: false,
    });
    expect(JSON.stringify(second?.['input'])).toMatch(/pears.*plums/s);
    expect(held.map(({ model }) => model)).toEqual(Array(2).fill(`openai:${RECOMMENDED_MODELS.openai}`));
  });

  it('uses the server’s output limit and fallback unless it sets its own', async () => {
    provider.refuseWith = ({ body }) => (body['model'] === 'gpt-fails' ? { status: 401, body: {} } : undefined);
    const { server } = await configure(
      `import { Agent } from '@openai/agents';
       export const helper = new Agent({ name: 'Helper', instructions: 'Help.', model: 'gpt-fails' });`,
      { CHATDOCK_FALLBACK: 'compatible:spare', COMPATIBLE_BASE_URL: provider.baseURL() },
    );
    expect((await startConversation(server).send('Hello')).text).toBe(ANSWER);
    provider.refuseWith = () => undefined;
    expect(
      provider.requests.map(({ body }) => [body['model'], body['max_output_tokens'] ?? body['max_tokens']]),
    ).toEqual([
      ['gpt-fails', 8192],
      ['spare', 8192],
    ]);
  });

  it('can be chosen per message by another agent, on the same budget', async () => {
    provider.reply = ({ body }) => ({
      text: String(body['instructions']).startsWith('Answer "returns"')
        ? 'returns'
        : `Told: ${String(body['instructions'])}`,
    });
    const held: Use[] = [];
    const { server } = await configure(fileInDocs(PAGE, 'workflow.ts'), {}, held);
    expect((await startConversation(server).send('It is broken')).text).toBe('Told: You take broken fruit back.');
    expect(held.map(({ model }) => model)).toEqual(Array(2).fill(`openai:${RECOMMENDED_MODELS.openai}`));
  });

  it('hands over to agents with models of their own, on the same budget', async () => {
    provider.reply = ({ body }) =>
      body['model'] === 'gpt-first'
        ? { toolCalls: [{ name: 'transfer_to_Second', arguments: {} }] }
        : { text: 'Second.' };
    const held: Use[] = [];
    const { server } = await configure(
      `import { Agent } from '@openai/agents';
       const second = new Agent({ name: 'Second', instructions: '2', model: 'compatible:own' });
       export default Agent.create({ name: 'First', instructions: '1', model: 'gpt-first', handoffs: [second] });`,
      { COMPATIBLE_BASE_URL: provider.baseURL() },
      held,
    );
    expect((await startConversation(server).send('Hello')).text).toBe('Second.');
    expect(held.map(({ model }) => model)).toEqual(['openai:gpt-first', 'compatible:own']);
  });

  it('uses CHATDOCK_MODEL by default, and a visitor’s choice from CHATDOCK_MODELS', async () => {
    const { server } = await configure(
      `import { Agent } from '@openai/agents'; export default new Agent({ name: 'Plain', instructions: 'Help.' });`,
      {
        CHATDOCK_MODEL: 'compatible:usual',
        CHATDOCK_MODELS: 'compatible:clever',
        CHATDOCK_TITLES: 'model',
        CHATDOCK_INSTRUCTIONS: 'Be brief.',
        COMPATIBLE_BASE_URL: provider.baseURL(),
      },
    );
    const chat = startConversation(server);
    await chat.send('Hello');
    await chat.send('Hello', { inference_options: { model: 'clever' } });
    expect(provider.requests.map(({ body }) => body['model'])).toEqual(['usual', 'usual', 'clever']);
    expect(JSON.stringify(provider.requests.at(-1)?.body)).toContain(String.raw`Help.\n\nBe brief.`);
  });

  it('finds values of the settings file in process.env', async () => {
    const loaded = await loadAgentFile(
      file(`import { Agent } from '@openai/agents';
            export default new Agent({ name: process.env['SHOP_${process.pid}'], instructions: '' });`),
      { [`SHOP_${process.pid}`]: 'fruit' },
    );
    expect(loaded).toMatchObject({ name: 'fruit' });
  });
});

describe('an unusable agent file', () => {
  it.each([
    ['empty', '', 'and it exports no agent. Add a last line such as: export default myAgent;'],
    ['as Agent Builder exports it', EXPORTED, 'and it exports runWorkflow, which answers one message and forgets it.'],
    ['a number', 'export default 7;', 'and it exports no agent.'],
    ['throwing', 'throw new Error("no key");', 'and it failed while it was loaded: no key'],
    [
      'without a model',
      `import { Agent } from '@openai/agents'; export default new Agent({ name: 'Plain', instructions: '' });`,
      'The agent of CHATDOCK_AGENT names no model.',
    ],
    [
      'without a key',
      `import { Agent } from '@openai/agents'; export default new Agent({ name: 'A', instructions: '', model: 'gemini:x' });`,
      'The model of an agent in CHATDOCK_AGENT is "gemini:x", and GEMINI_API_KEY or GOOGLE_API_KEY is not set.',
    ],
    [
      'from another copy',
      'export default { name: "Foreign", asTool() {} };',
      'and its agent comes from another copy of @openai/agents than the server has.',
    ],
  ])('%s is refused with one sentence', async (_what, content, sentence) => {
    await expect(configure(content)).rejects.toThrow(sentence);
  });

  it('is refused when its function returns something else, and the visitor gets a plain error', async () => {
    const logged: unknown[] = [];
    const { server } = await createConfiguredServer({
      env: { CHATDOCK_AGENT: file('export default () => "sells";', 'mjs'), ...openAI() },
      store: new MemoryStore(),
      log: { ...silentLog, error: (details) => logged.push(details) },
    });
    const { events } = await startConversation(server).send('Hello');
    expect(events.at(-1)).toMatchObject({ type: 'error' });
    expect(JSON.stringify(events)).not.toContain('CHATDOCK_AGENT');
    expect(String(Reflect.get(Object(logged[0]), 'err'))).toContain(
      'its function returned something other than an agent',
    );
  });

  it('is refused if it is missing, or if this Node cannot run TypeScript', async () => {
    await expect(loadAgentFile('nowhere.ts', {})).rejects.toThrow(
      'CHATDOCK_AGENT is "nowhere.ts", and there is no such file.',
    );
    vi.spyOn(process.features, 'typescript', 'get').mockReturnValue(false);
    await expect(loadAgentFile(file(''), {})).rejects.toThrow(
      'only Node 22.18 or newer runs TypeScript files; this is',
    );
  });

  /** Imported by Node itself: Vitest would compile the file first. */
  it.each([
    [
      'a type imported as a value',
      `import { Agent, AgentInputItem } from '@openai/agents'; export default new Agent({ name: 'A' });`,
      'it imports AgentInputItem, which is only a type. Node runs TypeScript without looking types up: write "type AgentInputItem" in the import.',
    ],
    ['a missing package', `import 'not-installed'; export default 1;`, 'it imports something that is not installed'],
    [
      'an enum',
      `enum Fruit { Pear } export default Fruit;`,
      'it has TypeScript that Node cannot run as it is, such as an enum',
    ],
  ])('with %s says what to change for Node', (_what, content, sentence) => {
    const module = new URL('load-agent-file.ts', import.meta.url).href;
    const script = `import(${JSON.stringify(module)}).then(({ loadAgentFile }) => loadAgentFile(${JSON.stringify(file(content))}, {})).catch((error) => console.log(error.message));`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })).toContain(
      sentence,
    );
  });
});
