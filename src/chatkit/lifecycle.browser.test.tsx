/** The element in a page: definition, options, readiness, insertion and removal. */
import type { OpenAIChatKit } from '@openai/chatkit';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  added, apiUrl, assistantItem, createBox, createElement, createScriptedServer, delta, done, firstTurn, onCleanup, recordEvents, register, renderChat, thread, userItem,
} from '../../test/harness/chat/render-chat.ts'; // prettier-ignore
import { defineChatKit } from './define.ts';
import type { createElementClass, LoadView } from './element.ts';

const loadView: LoadView = () => import('./view.tsx');
const minimal = (server = createScriptedServer()) => ({
  api: { url: apiUrl, domainKey: 'domain_pk_localhost_dev', fetch: server.fetch },
});

function place(element: HTMLElement) {
  const box = createBox();
  onCleanup(() => box.remove());
  box.append(element);
  return element;
}

const isReady = (events: { name: string }[]) =>
  expect.poll(() => events.filter(({ name }) => name === 'chatkit.ready').length, { timeout: 15_000 }).toBe(1);

it('our class implements the interface of @openai/chatkit; its eight methods are async [E032]', async () => {
  expectTypeOf<InstanceType<ReturnType<typeof createElementClass>>>().toEqualTypeOf<OpenAIChatKit>();
  const chat = await renderChat();
  const { element } = chat;
  const results = [
    element.focusComposer(),
    element.setThreadId(null),
    element.showHistory(),
    element.hideHistory(),
    element.fetchUpdates(),
    element.setComposerValue({}),
    element.sendCustomAction({ type: 'x' }),
  ];
  for (const result of results) expect(result).toBeInstanceOf(Promise);
  await Promise.all(results);
  const sent = element.sendUserMessage({ text: 'hello' });
  expect(sent).toBeInstanceOf(Promise);
  (await chat.next()).send(...firstTurn('hello'));
  await sent;
});

describe('defining', () => {
  it('keeps a tag name that is already defined, by us or by another element [E001]', () => {
    register();
    expect(defineChatKit('openai-chatkit', { loadView })).toBe(false);
    class Official extends HTMLElement {}
    customElements.define('official-chatkit', Official);
    expect(defineChatKit('official-chatkit', { loadView })).toBe(false);
    expect(customElements.get('official-chatkit')).toBe(Official);
  });

  it('upgrades an element that was in the markup before the script [E004]', async () => {
    const server = createScriptedServer();
    const early = document.createElement('late-chatkit');
    place(early);
    const events = recordEvents(early);
    expect(defineChatKit('late-chatkit', { loadView })).toBe(true);
    (early as HTMLElement as OpenAIChatKit).setOptions(minimal(server));
    await isReady(events);
    expect(early.shadowRoot?.querySelector('[role="textbox"]')).not.toBeNull();
  });

  it('shows an error in the element if its files fail to load, and retries on request', async () => {
    let attempts = 0;
    defineChatKit('flaky-chatkit', {
      loadView: () => {
        attempts += 1;
        return attempts === 1
          ? Promise.reject(new TypeError('Failed to fetch dynamically imported module'))
          : loadView();
      },
    });
    const element = document.createElement('flaky-chatkit') as HTMLElement as OpenAIChatKit;
    const events = recordEvents(element);
    element.setOptions(minimal());
    place(element);
    await page.getByRole('button', { name: 'Try again' }).click();
    await isReady(events);
    expect(
      events
        .filter(({ name }) => name === 'chatkit.error')
        .map(({ detail }) => (detail as { error: Error }).error.name),
    ).toEqual(['FatalAppError']);
  });
});

describe('options', () => {
  it('work before insertion, before load, and after [E002 E028]', async () => {
    register();
    const before = createElement();
    before.setOptions({ ...minimal(), startScreen: { greeting: 'Set before' } });
    place(before);
    await expect.element(page.getByText('Set before')).toBeVisible();

    const between = createElement();
    place(between);
    between.setOptions({ ...minimal(), startScreen: { greeting: 'Set between' } });
    await expect.element(page.getByText('Set between')).toBeVisible();
    between.setOptions({ ...minimal(), startScreen: { greeting: 'Set after' } });
    await expect.element(page.getByText('Set after')).toBeVisible();
  });

  it('may be missing at first: the element stays empty and starts once they are set [E003]', async () => {
    register();
    const element = createElement();
    const events = recordEvents(element);
    place(element);
    await new Promise(requestAnimationFrame);
    expect(element.shadowRoot?.childElementCount).toBe(0);
    element.setOptions(minimal());
    await isReady(events);
  });

  it('change during a response without losing stream, draft, selection, scroll or thread [E012 E013]', async () => {
    const tools = [{ id: 'search', label: 'Search', icon: 'search' as const }];
    const base = { composer: { tools }, history: { enabled: false } };
    const chat = await renderChat(base);
    const turn = await chat.say('Tell me a long story');
    turn.send(
      ...firstTurn('Tell me a long story'),
      added(assistantItem('msg_2', '')),
      delta('msg_2', 'Once upon a time\n\n'.repeat(60)),
    );
    await chat.logs('Once upon a time');
    await chat.type('my next question');
    await chat.element.setComposerValue({ selectedToolId: 'search' });
    const scroller = chat.root().querySelector('[role="log"]');
    scroller?.scrollTo(0, 200);
    const place = scroller?.scrollTop;
    const text = chat.root().querySelector('.assistant-message');

    chat.setOptions({ ...base, theme: 'dark', composer: { tools, placeholder: 'Something else' } });
    chat.setOptions({ ...base, theme: 'dark', composer: { tools, placeholder: 'Something else' } });
    await expect.poll(() => chat.editor().getAttribute('aria-label')).toBe('Something else');
    turn.send(delta('msg_2', 'and that was it.'));
    await chat.logs('and that was it.');
    expect(turn.isAborted).toBe(false);
    expect(chat.draft()).toBe('my next question');
    expect(scroller?.scrollTop).toBe(place);
    expect(chat.root().querySelector('.assistant-message')).toBe(text);
    await expect.element(chat.button('Stop using Search')).toBeVisible();
    expect(chat.named('chatkit.thread.change')).toEqual([{ threadId: 'thr_1' }]);
    expect(chat.requests.map(({ type }) => type)).toEqual(['threads.create']);
    turn.end();
  });

  it('return to defaults when left out; theme, locale, texts and header apply live [E014 E016 E104]', async () => {
    const chat = await renderChat();
    expect(chat.element.dataset['colorScheme']).toBe('light');
    chat.setOptions({
      theme: 'dark',
      locale: 'en',
      composer: { placeholder: 'Ask about parcels' },
      startScreen: { greeting: 'Good morning', prompts: [{ label: 'Where is it?', prompt: 'Where is my parcel?' }] },
      header: { leftAction: { icon: 'home', onClick: () => {} } },
    });
    await expect.element(page.getByRole('textbox', { name: 'Ask about parcels' })).toBeVisible();
    await expect.element(page.getByRole('heading', { name: 'Good morning' })).toBeVisible();
    await expect.element(chat.button('Where is it?')).toBeVisible();
    await expect.element(chat.button('Home')).toBeVisible();
    expect(chat.element.dataset['colorScheme']).toBe('dark');
    chat.setOptions({});
    await expect.element(page.getByRole('textbox', { name: 'Message the AI' })).toBeVisible();
    await expect.element(page.getByRole('heading', { name: 'What can I help with today?' })).toBeVisible();
    await expect.element(chat.button('Where is it?')).not.toBeInTheDocument();
    await expect.element(chat.button('Home')).not.toBeInTheDocument();
    expect(chat.element.dataset['colorScheme']).toBe('light');
  });

  it('are called as methods of the current options object, and may return nothing [E017 E018 E097]', async () => {
    const calls: string[] = [];
    const entities = (name: string) => ({
      name,
      onTagSearch(this: { name: string }, query: string) {
        calls.push(`${this.name} ${query}`);
        return undefined as never;
      },
    });
    const header = (name: string) => ({ rightAction: { name, icon: 'star' as const, onClick(this: { name: string }) { calls.push(`${this.name} clicked`); } } }); // prettier-ignore
    const chat = await renderChat({ entities: entities('first'), header: header('first') });
    await chat.button('Favorite').click();
    chat.setOptions({ entities: entities('second'), header: header('second') });
    await chat.button('Favorite').click();
    await chat.type('@x');
    await expect.poll(() => calls.at(-1)).toBe('second x');
    expect(calls.slice(0, 2)).toEqual(['first clicked', 'second clicked']);
    expect(chat.errors()).toEqual([]);
  });

  it('with an invalid api are reported by name; valid options later start the chat [E021]', async () => {
    register();
    const server = createScriptedServer();
    const element = createElement();
    const events = recordEvents(element);
    element.setOptions({ api: { domainKey: 'x' } as never });
    place(element);
    await isReady(events);
    await expect.element(page.getByRole('alert')).toBeVisible();
    const errors = events
      .filter(({ name }) => name === 'chatkit.error')
      .map(({ detail }) => (detail as { error: Error }).error);
    expect(errors.map(({ name }) => name)).toEqual(['IntegrationError']);
    expect(errors[0]?.message).toContain('api.url');
    element.setOptions(minimal(server));
    await expect.poll(() => server.requests.map(({ type }) => type)).toEqual(['threads.list']);
    expect(page.getByRole('alert').elements()).toEqual([]);
  });
});

describe('being ready', () => {
  it('fires once, after listeners added right after setOptions, bubbling and composed [E005 E007 E011]', async () => {
    register();
    const box = createBox();
    onCleanup(() => box.remove());
    const outer = box.attachShadow({ mode: 'open' });
    const element = createElement();
    outer.append(element);
    const received: Event[] = [];
    const receive = (event: Event) => received.push(event);
    document.addEventListener('chatkit.ready', receive);
    onCleanup(() => document.removeEventListener('chatkit.ready', receive));
    element.setOptions(minimal());
    expect(element.dataset['loaded']).toBeUndefined();
    const events = recordEvents(element);
    await isReady(events);
    expect(element.dataset['loaded']).toBe('true');
    expect(received).toHaveLength(1);
    element.setOptions(minimal());
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(received).toHaveLength(1);
  });

  it('makes earlier method calls run [E006]', async () => {
    register();
    const element = createElement();
    const set = element.setComposerValue({ text: 'written early' });
    element.setOptions(minimal());
    place(element);
    await set;
    expect(element.shadowRoot?.querySelector('[role="textbox"]')?.textContent).toBe('written early');
    expect(element.dataset['loaded']).toBe('true');
  });
});

describe('in a page', () => {
  it('fills its box, scrolls inside it, and has the title from frameTitle [E008 E010]', async () => {
    const chat = await renderChat({ frameTitle: 'Parcel help' });
    const style = getComputedStyle(chat.element);
    expect([style.display, style.position, style.width, style.height]).toEqual(['block', 'relative', '480px', '640px']);
    await expect.element(page.getByRole('region', { name: 'Parcel help' })).toBeVisible();
    const turn = await chat.say('long');
    turn.send(...firstTurn('long'), done(assistantItem('msg_2', 'line\n\n'.repeat(300))));
    turn.end();
    await chat.logs('line');
    expect(chat.element.getBoundingClientRect().height).toBe(640);
    const log = chat.log().element();
    expect(log.scrollHeight).toBeGreaterThan(log.clientHeight);
    chat.setOptions({});
    await expect.element(page.getByRole('region', { name: 'Chat', exact: true })).toBeVisible();
  });

  it('page styles do not leak in, our styles do not leak out [E009]', async () => {
    const page = new CSSStyleSheet();
    page.replaceSync('button { display: none !important } .editor { color: rgb(255, 0, 0) !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];
    onCleanup(() => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== page)));
    const outside = document.createElement('p');
    outside.className = 'hidden composer';
    outside.textContent = 'outside';
    document.body.append(outside);
    onCleanup(() => outside.remove());
    const chat = await renderChat();
    await expect.element(chat.button('Send message')).toBeVisible();
    expect(getComputedStyle(chat.editor()).color).not.toBe('rgb(255, 0, 0)');
    expect(getComputedStyle(outside).position).toBe('static');
    expect(chat.root().querySelectorAll('style, [style]')).toHaveLength(0);
  });

  it('removing it stops work without an error; reinserting shows the same thread [E022]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), added(assistantItem('msg_2', '')), delta('msg_2', 'Half an ans'));
    await chat.logs('Half an ans');
    const { parentElement } = chat.element;
    chat.element.remove();
    await expect.poll(() => turn.isAborted).toBe(true);
    parentElement?.append(chat.element);
    await chat.logs('Half an ans');
    expect(chat.named('chatkit.response.end')).toHaveLength(1);
    expect(chat.errors()).toEqual([]);
    expect(chat.requests.filter(({ type }) => type === 'threads.list')).toHaveLength(1);
    const next = await chat.say('again');
    expect(next.body?.type).toBe('threads.add_user_message');
    next.send(done(userItem('msg_3', 'again')));
    next.end();
  });
});

describe('the first requests', () => {
  it('list threads on mount with history, newest first; without it nothing is requested [E023]', async () => {
    const chat = await renderChat();
    await expect.poll(() => chat.requests).toEqual([{ type: 'threads.list', params: { limit: 9999, order: 'desc' } }]);
    const without = await renderChat({ history: { enabled: false } });
    const turn = await without.say('hello');
    expect(without.requests.map(({ type }) => type)).toEqual(['threads.create']);
    turn.end();
    await without.complains('went wrong');
  });

  it('load and announce initialThread, once only [E015 E024]', async () => {
    const items = {
      data: [userItem('msg_1', 'the first words', 'thr_9'), assistantItem('msg_2', 'the answer', 'thr_9')],
      has_more: false,
    };
    const chat = await renderChat(
      { initialThread: 'thr_9' },
      { answers: { 'threads.get_by_id': thread('thr_9', { title: 'Parcels', items }) } },
    );
    await chat.logs('the answer');
    expect(chat.named('chatkit.thread.load.start')).toEqual([{ threadId: 'thr_9' }]);
    expect(chat.named('chatkit.thread.load.end')).toEqual([{ threadId: 'thr_9' }]);
    await expect.element(page.getByRole('heading', { name: 'Parcels' })).toBeVisible();
    chat.setOptions({ initialThread: 'thr_10' });
    chat.setOptions({ initialThread: null });
    await chat.element.focusComposer();
    await chat.logs('the answer');
    expect(chat.requests.filter(({ type }) => type === 'threads.get_by_id')).toHaveLength(1);
  });

  it('fall back to a new thread with a reason if the initial thread fails to load [E025]', async () => {
    const chat = await renderChat({ initialThread: 'thr_gone' });
    (await chat.next('threads.get_by_id')).refuse(404);
    await expect.element(page.getByRole('heading', { name: 'What can I help with today?' })).toBeVisible();
    await chat.shows('no longer exists');
    expect(chat.errors().map(({ name }) => name)).toEqual(['InitialThreadLoadError']);
    expect(chat.named('chatkit.thread.load.end')).toEqual([{ threadId: 'thr_gone' }]);
    const turn = await chat.say('then let us start over');
    expect(turn.body?.type).toBe('threads.create');
    turn.end();
    await userEvent.keyboard('x');
  });
});

describe('the selection', () => {
  /** A chat with the caret that it set itself: the browser keeps such a selection when the chat leaves the page. */
  async function focused() {
    const chat = await renderChat();
    await chat.element.focusComposer();
    expect(document.getSelection()?.rangeCount).toBe(1);
    return chat;
  }

  it('does not keep a removed chat in memory', async () => {
    const chat = await focused();
    chat.element.remove();
    expect(document.getSelection()?.rangeCount).toBe(0);
  });

  it("stays if it is the page's", async () => {
    const chat = await focused();
    const text = document.createElement('p');
    onCleanup(() => text.remove());
    text.textContent = 'words of the page';
    document.body.append(text);
    document.getSelection()?.selectAllChildren(text);
    chat.element.remove();
    expect(document.getSelection()?.toString()).toBe('words of the page');
  });
});
