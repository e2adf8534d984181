/**
 * Names from a page, a visitor or a server that every object also has, such as `constructor`, are treated as unknown
 * names.
 */
import { describe, expect, it } from 'vitest';
import { resolveLocale } from '../../src/chatkit/language/resolve.ts';
import { fileName } from '../../src/chatkit/files/file-name.ts';
import { loadFormal } from '../../src/chatkit/language/load-formal.ts';
import { isAccepted, maxSizeFor } from '../../src/chatkit/state/options.ts';
import { parseDeepLink } from '../../src/chatkit/thread/deep-link.ts';
import { labelIn } from '../../src/dock/launcher/launcher-labels.ts';
import { loaderFor } from '../../src/dock/loading/load-strings.ts';
import { loadFormal as loadFormalStrings } from '../../src/dock/loading/load-formal.ts';
import { describeTools } from '../../src/dock/page-tools/describe-tools.ts';
import { runTool } from '../../src/dock/page-tools/run-tool.ts';
import { joinTools } from '../../src/dock/page-tools/join-tools.ts';
import { createMockFetch, toScenario } from '../../src/mock/mock-fetch.ts';
import type { ScenarioName } from '../../src/mock/chat-handlers.ts';
import { diagnose } from '../../src/options/diagnose.ts';
import { readOptions } from '../../src/options/checks.ts';
import { parseEvent } from '@chatdock/protocol/parse';
import { PROTOTYPE_NAMES } from '../harness/hostile/prototype-names.ts';

describe.each(['no-such-name', ...PROTOTYPE_NAMES])('the name %s', (name) => {
  it('is not a language', async () => {
    expect(labelIn(name)).toBeUndefined();
    expect(labelIn(`${name}-AT`)).toBeUndefined();
    expect(resolveLocale(name)).toBe('en');
    expect(loaderFor(name)).toBeUndefined();
    expect(await loadFormal(name)).toBeUndefined();
    expect(await loadFormalStrings(name)).toBeUndefined();
  });

  it('is not a file type', () => {
    expect(fileName('A field', name)).toBe('A field');
    expect(maxSizeFor(name, { 'image/*': 1 })).toBe(maxSizeFor('text/plain', { 'image/*': 1 }));
    expect(isAccepted({ name, type: name }, { 'image/*': [] })).toBe(false);
  });

  it('is not an option, a value of one, or an alias of a value', () => {
    const given = { header: `new ${name}`, position: name };
    const { invalid } = readOptions(given);
    const diagnosis = diagnose([...invalid, { name, value: 'x' }], { header: given.header }).join('\n');
    expect(diagnosis).toContain(`${name} is not an option, so it is ignored.`);
    expect(diagnosis).not.toMatch(/Did you mean|native code|\[object/);
  });

  it('may be the name of a function of the page', async () => {
    const tools = joinTools(undefined, new Map([[name, [{ description: 'The items in the cart' }, () => ['tea']]]]));
    expect(Object.keys(tools)).toEqual([name]);
    expect(describeTools('{"params":{}}', tools)).toContain(`"name":"${name}"`);
    expect(await runTool(tools, { name, params: {} }, undefined)).toEqual(['tea']);
    await expect(runTool({}, { name, params: {} }, undefined)).rejects.toThrow('no function');
  });

  it('is not a scenario of the mock', async () => {
    expect(toScenario(name)).toBeUndefined();
    const fetch = createMockFetch({
      url: 'https://a.example/chatkit',
      delayMs: 0,
      scenario: () => name as ScenarioName,
    });
    const input = { content: [{ type: 'input_text', text: 'Hello' }], attachments: [], inference_options: {} };
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ type: 'threads.create', params: { input } });
    const answer = await fetch('https://a.example/chatkit', { method: 'POST', headers, body });
    expect(await answer.text()).toContain('thread.item.done');
  });

  it('is kept as a parameter of a deep link', () => {
    const { data } = parseDeepLink(`chatkit-link://open?${name}=1`);
    expect(Object.entries(data)).toEqual([[name, '1']]);
  });

  it('is not a known stream event', () => {
    expect(parseEvent({ type: name })).toBeNull();
  });
});
