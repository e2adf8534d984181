/** `@openai/chatkit-react`, unmodified, on our element. */
import { ChatKit, useChatKit, type UseChatKitOptions, type UseChatKitReturn } from '@openai/chatkit-react';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import {
  apiUrl,
  assistantItem,
  createBox,
  createScriptedServer,
  done,
  firstTurn,
  onCleanup,
  parts,
  recordEvents,
  register,
  thread,
  userItem,
} from '../harness/chat/render-chat.ts';

type Options = Omit<UseChatKitOptions, 'api'>;

/** A page whose options the test can change. */
async function renderPage(first: Options, answers: Record<string, unknown> = {}, isStrict = true) {
  register();
  const server = createScriptedServer(answers);
  const box = createBox();
  const root = createRoot(box);
  onCleanup(() => {
    root.unmount();
    box.remove();
  });
  const drawn: UseChatKitReturn[] = [];
  function Page({ options }: { options: Options }) {
    const hook = useChatKit({
      ...options,
      api: { url: apiUrl, domainKey: 'domain_pk_localhost_dev', fetch: server.fetch },
    });
    useEffect(() => void drawn.push(hook), [hook]);
    return <ChatKit control={hook.control} className="block h-full w-full" />;
  }
  const render = (options: Options) => root.render(isStrict ? <StrictMode><Page options={options} /></StrictMode> : <Page options={options} />); // prettier-ignore
  render(first);
  await expect
    .poll(() => box.querySelector('openai-chatkit')?.getAttribute('data-loaded'), { timeout: 15_000 })
    .toBe('true');
  const element = box.querySelector('openai-chatkit');
  const hook = drawn.at(-1);
  if (!element || !hook) throw new Error('The page has drawn no chat.');
  return {
    ...parts(element as HTMLElement as Parameters<typeof parts>[0], recordEvents(element as HTMLElement), server),
    hook,
    render,
  };
}

describe('the official React wrapper', () => {
  it('options, all 13 events with their detail, and all 8 methods work [E019]', async () => {
    const received: Record<string, unknown[]> = {};
    const receive = (name: string) => (detail: unknown) => void (received[name] ??= []).push(detail);
    const answers = {
      'threads.get_by_id': ({ thread_id }: { thread_id: string }) =>
        thread(thread_id, { items: { data: [userItem('msg_0', `in ${thread_id}`, thread_id)], has_more: false } }),
    };
    const chat = await renderPage(
      {
        composer: { placeholder: 'Ask React', tools: [{ id: 'search', label: 'Search', icon: 'search' }] },
        onReady: () => receive('ready')(undefined),
        onError: receive('error'), onEffect: receive('effect'), onDeeplink: receive('deeplink'), onLog: receive('log'), onThreadChange: receive('thread.change'), onToolChange: receive('tool.change'),
        onThreadLoadStart: receive('load.start'), onThreadLoadEnd: receive('load.end'),
        onResponseStart: () => receive('response.start')(undefined), onResponseEnd: () => receive('response.end')(undefined),
        onHistoryOpen: () => receive('history.open')(undefined), onHistoryClose: () => receive('history.close')(undefined),
      },
      answers,
    ); // prettier-ignore
    await expect.element(page.getByRole('textbox', { name: 'Ask React' })).toBeVisible();
    const { hook } = chat;
    await hook.focusComposer();
    expect(chat.root().activeElement).toBe(chat.editor());
    await hook.setComposerValue({ text: 'draft', selectedToolId: 'search' });
    expect(chat.draft()).toBe('draft');
    await hook.setThreadId('thr_1');
    const sent = hook.sendUserMessage({ text: 'hello' });
    const turn = await chat.next();
    turn.send(
      done(userItem('msg_1', 'hello')),
      { type: 'client_effect', name: 'glow', data: { row: 1 } },
      { type: 'error', code: 'custom', message: 'No.' },
      done(assistantItem('msg_2', '[open](chatkit-link://order?id=7)')),
    );
    await sent;
    turn.end();
    await expect.poll(() => received['response.end']).toHaveLength(1);
    await page.getByRole('link', { name: 'open' }).click();
    const acted = hook.sendCustomAction({ type: 'act' });
    (await chat.next()).end();
    await acted;
    await hook.showHistory();
    await hook.hideHistory();
    await hook.fetchUpdates();
    expect(received).toMatchObject({
      ready: [undefined],
      error: [{ error: expect.any(Error) }],
      effect: [{ name: 'glow', data: { row: 1 } }],
      deeplink: [{ name: 'order', data: { id: '7' } }],
      'thread.change': [{ threadId: 'thr_1' }],
      'tool.change': [{ toolId: 'search' }],
      'load.start': [{ threadId: 'thr_1' }],
      'load.end': [{ threadId: 'thr_1' }],
      'response.start': [undefined],
      'history.open': [undefined],
      'history.close': [undefined],
    });
    expect(received['log']?.length).toBeGreaterThan(0);
  });

  it('under strict mode is ready once, uses new callbacks at once, and keeps a response alive [E005 E012 E013]', async () => {
    const ready: string[] = [];
    const clicks: string[] = [];
    const options = (name: string, greeting: string): Options => ({
      startScreen: { greeting },
      onReady: () => void ready.push(name),
      header: { rightAction: { icon: 'star', onClick: () => void clicks.push(name) } },
    });
    const chat = await renderPage(options('first', 'Good morning'));
    await expect.element(page.getByRole('heading', { name: 'Good morning' })).toBeVisible();
    await expect.poll(() => ready).toEqual(['first']);
    chat.render(options('second', 'Good morning'));
    await chat.button('Favorite').click();
    expect(clicks).toEqual(['second']);
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), done(assistantItem('msg_2', 'Good')));
    await chat.logs('Good');
    chat.render(options('third', 'Good evening'));
    turn.send(done(assistantItem('msg_3', 'Still here')));
    await chat.logs('Still here');
    expect(turn.isAborted).toBe(false);
    turn.end();
    await chat.button('New chat').click();
    await expect.element(page.getByRole('heading', { name: 'Good evening' })).toBeVisible();
    expect(ready).toEqual(['first']);
  });

  it('onClientTool works as an option [E020]', async () => {
    const chat = await renderPage({ onClientTool: ({ name, params }) => ({ ran: name, ...params }) });
    const turn = await chat.say('go');
    turn.send(
      ...firstTurn('go'),
      done({
        type: 'client_tool_call',
        id: 'tc_1',
        thread_id: 'thr_1',
        created_at: '2026-11-22T10:00:00Z',
        status: 'pending',
        call_id: 'c',
        name: 'zoom',
        arguments: { to: 3 },
      }),
    );
    turn.end();
    const second = await chat.next();
    expect(second.body?.params['result']).toEqual({ ran: 'zoom', to: 3 });
    second.end();
  });
});
