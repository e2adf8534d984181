/**
 * The chat panels of the four official sample frontends (openai-chatkit-advanced-samples, March 2026) on our element: the
 * options of each `ChatKitPanel.tsx` as they are written there, through the unmodified React wrapper.
 */
import { ChatKit, useChatKit, type UseChatKitOptions } from '@openai/chatkit-react';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import {
  assistantItem,
  createBox,
  createScriptedServer,
  done,
  firstTurn,
  onCleanup,
  parts,
  recordEvents,
  register,
} from '../harness/chat/render-chat.ts';

const domainKey = 'domain_pk_localhost_dev';

const onMessage = vi.fn();

/** The options that each panel passes to `useChatKit`. The function `onMessage` replaces the stores of its page. */
const panels: Record<string, (fetchFn: typeof fetch) => UseChatKitOptions> = {
  'cat-lounge': (fetchFn) => ({
    api: { url: '/chatkit', domainKey, fetch: fetchFn },
    theme: {
      density: 'spacious',
      colorScheme: 'light',
      color: { grayscale: { hue: 220, tint: 6, shade: -4 }, accent: { primary: '#0f172a', level: 1 } },
      radius: 'round',
    },
    startScreen: {
      greeting: 'Welcome to the cozy cat lounge',
      prompts: [
        { label: 'Name ideas', prompt: 'Could you suggest some fun names for the cat?', icon: 'book-open' },
        { label: 'Check on the cat', prompt: 'How is the cat doing today?', icon: 'circle-question' },
        { label: 'Feed time', prompt: 'Please feed the cat something tasty.', icon: 'sparkle' },
        { label: 'Play time', prompt: 'Please play with the cat using a fun toy.', icon: 'confetti' },
        { label: 'Profile card', prompt: "Can you show me the cat's profile card?", icon: 'square-text' },
      ],
    },
    composer: { placeholder: 'Ask how the cat feels or what it needs' },
    threadItemActions: { feedback: false },
    widgets: { onAction: async () => {} },
    onThreadChange: ({ threadId }) => onMessage('thread', threadId),
    onError: ({ error }) => onMessage('error', error),
    onReady: () => onMessage('ready'),
    onEffect: ({ name }) => onMessage('effect', name),
  }),
  'customer-support': (fetchFn) => ({
    api: { url: '/support/chatkit', domainKey, uploadStrategy: { type: 'two_phase' }, fetch: fetchFn },
    theme: {
      colorScheme: 'light',
      color: { grayscale: { hue: 220, tint: 6, shade: -4 }, accent: { primary: '#0f172a', level: 1 } },
      radius: 'round',
    },
    startScreen: {
      greeting: 'Welcome back',
      prompts: [
        { label: 'Book a flight', prompt: 'Book a new trip for the traveler.', icon: 'map-pin' },
        { label: 'Account snapshot', prompt: 'Give me a quick overview of my account.', icon: 'sparkle' },
        { label: 'Trip readiness', prompt: 'Check if there are open items.', icon: 'notebook' },
        { label: 'VIP notes', prompt: 'Summarize the VIP notes that matter most today.', icon: 'profile' },
      ],
    },
    composer: {
      placeholder: 'Ask the concierge a question',
      attachments: {
        enabled: true,
        maxSize: 10 * 1024 * 1024,
        accept: { 'image/*': ['.png', '.jpg', '.jpeg', '.gif', '.webp'] },
      },
      dictation: { enabled: true },
    },
    threadItemActions: { feedback: false },
    widgets: { onAction: async () => {} },
    onResponseEnd: () => onMessage('response end'),
    onThreadChange: ({ threadId }) => onMessage('thread', threadId ?? null),
    onError: ({ error }) => onMessage('error', error),
    onReady: () => onMessage('ready'),
    onEffect: ({ name }) => onMessage('effect', name),
  }),
  'metro-map': (fetchFn) => ({
    api: { url: '/chatkit', domainKey, fetch: fetchFn },
    header: { title: { enabled: false }, rightAction: { icon: 'light-mode', onClick: () => onMessage('scheme') } },
    theme: {
      density: 'spacious',
      colorScheme: 'dark',
      color: {
        surface: { background: '#0d1117', foreground: '#1d222b' },
        accent: { primary: '#0ea5e9', level: 1 },
      },
      typography: { fontFamily: 'OpenAI Sans, sans-serif', fontSources: [] },
      radius: 'pill',
    },
    startScreen: {
      greeting: 'Welcome to the metro map',
      prompts: [
        { label: 'Add a station', prompt: 'I would like to add a new metro station.', icon: 'sparkle' },
        {
          label: 'Plan a route',
          prompt: [
            { type: 'input_text', text: 'What’s the quickest way from ' },
            {
              type: 'input_tag',
              text: 'Cinderia',
              id: 'cinderia',
              group: 'Stations',
              interactive: true,
              data: { type: 'station', station_id: 'cinderia', name: 'Cinderia' },
            },
            { type: 'input_text', text: '?' },
          ],
          icon: 'compass',
        },
      ],
    },
    composer: { placeholder: 'Where would you like to go?' },
    entities: {
      onTagSearch: async () => [
        { id: 'cinderia', title: 'Cinderia', interactive: true, group: 'Stations', data: { type: 'station' } },
      ],
      showComposerMenu: true,
      onClick: ({ id }) => onMessage('entity', id),
    },
    threadItemActions: { feedback: false },
    onClientTool: () => ({ stationIds: [] }),
    onThreadChange: ({ threadId }) => onMessage('thread', threadId),
    onError: ({ error }) => onMessage('error', error),
    onReady: () => onMessage('ready'),
    onEffect: ({ name }) => onMessage('effect', name),
    onResponseStart: () => onMessage('response start'),
    onResponseEnd: () => onMessage('response end'),
  }),
  'news-guide': (fetchFn) => ({
    api: {
      url: '/chatkit',
      domainKey,
      fetch: async (input, init) => {
        const headers = new Headers(init?.headers ?? {});
        headers.set('article-id', 'featured');
        return fetchFn(input, { ...init, headers });
      },
    },
    theme: {
      density: 'spacious',
      colorScheme: 'light',
      color: { grayscale: { hue: 0, tint: 0, shade: 0 }, accent: { primary: '#ff5f42', level: 1 } },
      typography: { fontFamily: 'Lora, serif', fontSources: [] },
      radius: 'sharp',
    },
    startScreen: {
      greeting: 'I’m here to help you find the latest news from Foxhollow',
      prompts: [
        { label: 'Browse trending stories', prompt: 'What’s trending right now?', icon: 'globe' },
        { label: 'Summarize this page', prompt: 'Give me a summary of this page.', icon: 'document' },
      ],
    },
    composer: {
      placeholder: 'Any small-town drama this week?',
      tools: [
        {
          id: 'event_finder',
          label: 'Event finder',
          icon: 'calendar',
          placeholderOverride: 'Anything happening this weekend?',
          persistent: true,
        },
      ],
    },
    entities: {
      onTagSearch: async () => [],
      showComposerMenu: true,
      onRequestPreview: async () => ({ preview: null }),
      onClick: ({ id }) => onMessage('entity', id),
    },
    threadItemActions: { feedback: false },
    widgets: { onAction: async () => {} },
    onThreadChange: ({ threadId }) => onMessage('thread', threadId),
    onError: ({ error }) => onMessage('error', error),
    onReady: () => onMessage('ready'),
  }),
};

it.each(Object.entries(panels))(
  '%s: its panel greets, answers a starter prompt and reports no error [E186]',
  async (_, optionsOf) => {
    onMessage.mockClear();
    register();
    const server = createScriptedServer();
    const options = optionsOf(server.fetch);
    const box = createBox();
    const root = createRoot(box);
    onCleanup(() => {
      root.unmount();
      box.remove();
    });
    function Panel() {
      const chatkit = useChatKit(options);
      return <ChatKit control={chatkit.control} className="block h-full w-full" />;
    }
    root.render(<Panel />);
    await expect.poll(() => onMessage.mock.calls.map(([what]) => what)).toContain('ready');
    const element = box.querySelector('openai-chatkit');
    if (!element) throw new Error('The panel has drawn no chat.');
    const chat = parts(
      element as HTMLElement as Parameters<typeof parts>[0],
      recordEvents(element as HTMLElement),
      server,
    );
    const { greeting, prompts: [first] = [] } = options.startScreen ?? {};
    await chat.shows(greeting ?? '');
    await expect.element(page.getByRole('textbox', { name: options.composer?.placeholder ?? '' })).toBeVisible();
    await chat.button(first?.label ?? '').click();
    const turn = await server.next('threads.create');
    expect(turn.url).toBe('url' in options.api ? options.api.url : '');
    turn.send(...firstTurn(String(first?.prompt)), done(assistantItem('msg_2', 'Here you are.')));
    turn.end();
    await chat.logs('Here you are.');
    const names = onMessage.mock.calls.map(([what]) => what);
    expect(names).toContain('thread');
    expect(names).not.toContain('error');
    expect(chat.errors()).toEqual([]);
  },
);
