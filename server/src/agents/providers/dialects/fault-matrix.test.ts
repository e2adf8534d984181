import { afterAll, describe, expect, it } from 'vitest';
import { answered, closeDialects, speak } from '../../../../../test/harness/providers/dialect.ts';
import type { Fault } from '../../../../../test/harness/providers/fake-provider.ts';
import { PROVIDER_DIALECTS } from '../../../../../test/harness/providers/provider-dialects.ts';

afterAll(closeDialects);

const HARMLESS: readonly Fault[] = ['cr', 'crlf', 'split-utf8', 'double-finish'];
const BEFORE: readonly Fault[] = ['reset', 'html', '429', '500', '503'];
const AMID: readonly Fault[] = ['reset-mid-stream', 'end-without-finish', 'error-event', 'broken-json', 'huge-event'];

describe.concurrent.each(Object.entries(PROVIDER_DIALECTS))('the dialect of %s', (_name, events) => {
  it('is understood', async () => {
    expect(await (await speak(events)).send()).toMatchObject(answered('Hello friend.', ['a greeting']));
  });

  it.each(HARMLESS)('is understood with the fault "%s"', async (fault) => {
    const { provider, send } = await speak(events);
    provider.fault = fault;
    expect(await send()).toMatchObject(answered('Hello friend.', ['a greeting']));
  });

  it.each([...BEFORE, ...AMID])('shows one clear error with the fault "%s"', async (fault) => {
    const { provider, chat, send } = await speak(events);
    provider.fault = fault;
    const received = await send();
    expect(received.error).toMatchObject({ retry: true });
    expect(received.events.filter(({ type }) => type === 'error')).toHaveLength(1);
    expect('Hello friend.'.startsWith(received.text)).toBe(true);
    const stored = (await chat.stored()).flatMap((item) => (item.type === 'assistant_message' ? item.content : []));
    expect(stored.map(({ text }) => text).join('')).toBe(received.text);
  });

  it.each([...BEFORE, ...AMID])('gives one complete answer once it has recovered from "%s"', async (fault) => {
    const { provider, send, asked } = await speak(events);
    provider.fault = fault;
    provider.faultyAnswers = 1;
    expect(await send()).toMatchObject({ text: 'Hello friend.', error: null });
    expect(asked()).toHaveLength(2);
  });
});
