/** `<ChatWidget>` in a page of React's, on the mock: what a developer who imports it gets. */
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { registeredWidgets } from '../../src/chatkit/widgets/host/registry.ts';
import { ChatWidget, registerWidget, type ChatWidgetProps, type WidgetProps } from '../../src/index.ts';
import type { ScenarioName } from '../../src/mock/chat-handlers.ts';
import { createMockFetch } from '../../src/mock/mock-fetch.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

interface SentRequest {
  type: string;
  params: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}

/** The mock, and what was asked of it. */
function createRecordedFetch(scenario?: ScenarioName) {
  const mock = createMockFetch({ url: '*/chatkit', delayMs: 0, scenario });
  const requests: SentRequest[] = [];
  const recorded: typeof fetch = (input, init) => {
    if (typeof init?.body === 'string') requests.push(JSON.parse(init.body));
    return mock(input, init);
  };
  return { fetch: recorded, requests };
}

/** The content of a shadow tree, for queries by role and text. */
const inside = (element: Element | null | undefined) =>
  within((element?.shadowRoot ?? document.createElement('div')) as unknown as HTMLElement);
const dock = () => inside(document.querySelector('chat-dock'));
const chat = () => inside(document.querySelector('chat-dock')?.shadowRoot?.querySelector('chatdock-chatkit'));

function renderWidget(
  props: Partial<ChatWidgetProps> = {},
  server: ReturnType<typeof createRecordedFetch> = createRecordedFetch(),
) {
  render(
    <ChatWidget
      apiUrl="/chatkit"
      title="Ask us"
      persist="none"
      chatkit={{ api: { url: '/chatkit', domainKey: 'local', fetch: server.fetch } }}
      {...props}
    />,
  );
  return server;
}

const patience = { timeout: 15_000 };

describe('a page that imports ChatWidget', () => {
  it('shows only a link in a browser that is too old for the chat, and removes it on unmount', async () => {
    const sheets = vi.spyOn(Document.prototype, 'adoptedStyleSheets', 'get');
    Reflect.apply(sheets.mockReturnValue, sheets, [undefined]);
    renderWidget({ fallbackUrl: '/contact', locale: 'fr' });
    // Beside the body, as the dock is.
    const page = within(document.documentElement);
    const link = await page.findByRole('link', { name: 'Ouvrir le chat' }, patience);
    expect(link.getAttribute('href')).toBe('/contact');
    expect(document.querySelector('chat-dock')?.shadowRoot).toBeNull();
    cleanup();
    expect(page.queryByRole('link')).toBeNull();
    sheets.mockRestore();
  });

  it('shows a launcher and sends no request before it is opened', async () => {
    const { requests } = renderWidget();
    await dock().findByRole('button', { name: 'Open chat' }, patience);
    expect(requests).toEqual([]);
  });

  it('answers a visitor and notifies the page', async () => {
    const onMessageSent = vi.fn<NonNullable<ChatWidgetProps['onMessageSent']>>();
    const { requests } = renderWidget({ onMessageSent });
    await userEvent.click(await dock().findByRole('button', { name: 'Open chat' }, patience));
    const composer = await waitFor(() => chat().getByRole('textbox', { name: 'Ask a question…' }), patience);
    await userEvent.click(composer);
    await userEvent.keyboard('Hello there');
    await userEvent.click(chat().getByRole('button', { name: 'Send message' }));
    await waitFor(() => expect(chat().getByRole('log').textContent).toMatch(/Hello there[\s\S]{100}/), patience);
    expect(requests.map(({ type }) => type)).toContain('threads.create');
    await waitFor(() => expect(onMessageSent).toHaveBeenCalledTimes(1), patience);
  });

  it('shows the header buttons that `header` names', async () => {
    renderWidget({ header: ['new', 'theme'], defaultOpen: true });
    const bar = await waitFor(() => {
      const found = document.querySelector('chat-dock')?.shadowRoot?.querySelector('header');
      if (!found) throw new Error('There is no header yet.');
      return found;
    }, patience);
    const labels = () => [...bar.querySelectorAll('button')].map((button) => button.ariaLabel);
    await waitFor(() => expect(labels()).toContain('New chat'), patience);
    expect(labels()).toContain('Switch to dark mode');
    for (const other of ['Close chat', 'Enter fullscreen', 'Conversation history'])
      expect(labels()).not.toContain(other);
  });

  it('offers functions of the page to the assistant', async () => {
    const asked: unknown[] = [];
    const { requests } = renderWidget(
      {
        defaultOpen: true,
        prompts: ['What is it?'],
        tools: {
          get_selection: {
            description: 'What the visitor has selected',
            parameters: { type: 'object' },
            run(args) {
              asked.push(args);
              return { text: 'An oak table' };
            },
          },
        },
      },
      createRecordedFetch('client-tool'),
    );
    await userEvent.click(await chat().findByRole('button', { name: 'What is it?' }, patience));
    await chat().findByText(/"An oak table"/, {}, patience);
    expect(asked).toEqual([{ question: 'What is it?' }]);
    const described = { description: 'What the visitor has selected', parameters: { type: 'object' } };
    const turns = requests.filter(({ type }) => /create$|tool_output$/.test(type));
    expect(turns.map(({ type, metadata }) => [type, metadata])).toEqual(
      ['threads.create', 'threads.add_client_tool_output'].map((type) => [
        type,
        expect.objectContaining({
          chatdock: expect.objectContaining({ tools: [{ name: 'get_selection', ...described }] }),
        }),
      ]),
    );
  });

  it('can control the open state', async () => {
    const { fetch } = createRecordedFetch();
    function Page() {
      const [isOpen, setIsOpen] = useState(false);
      return (
        <>
          <p>{isOpen ? 'The chat is open.' : 'The chat is closed.'}</p>
          <ChatWidget
            apiUrl="/chatkit"
            persist="none"
            isOpen={isOpen}
            onOpenChange={setIsOpen}
            chatkit={{ api: { url: '/chatkit', domainKey: 'local', fetch } }}
          />
        </>
      );
    }
    render(<Page />);
    await userEvent.click(await dock().findByRole('button', { name: 'Open chat' }, patience));
    expect(await screen.findByText('The chat is open.')).toBeTruthy();
    await userEvent.click(await dock().findByRole('button', { name: 'Close chat' }, patience));
    expect(await screen.findByText('The chat is closed.')).toBeTruthy();
  });

  it('sends a thumbs-down and its comment to the server', async () => {
    const { requests } = renderWidget({ feedback: 'comment', defaultOpen: true });
    const composer = await waitFor(() => chat().getByRole('textbox', { name: 'Ask a question…' }), patience);
    await userEvent.click(composer);
    await userEvent.keyboard('Hello there');
    await userEvent.click(chat().getByRole('button', { name: 'Send message' }));
    await userEvent.click(await waitFor(() => chat().getByRole('button', { name: 'Not helpful' }), patience));
    const words = await waitFor(() => dock().getByRole('textbox'), patience);
    await userEvent.fill(words, 'too long');
    await userEvent.keyboard('{Tab}{Enter}');
    await waitFor(() => {
      const feedback = requests.filter(({ type }) => type === 'items.feedback');
      expect(feedback.map(({ params }) => params['kind'])).toEqual(['negative', 'negative']);
      expect(feedback[1]?.metadata).toEqual({ comment: 'too long' });
    }, patience);
  });
});

const at = '2026-11-20T09:30:00Z';

/** A server that answers the first message with this widget, and keeps the actions it is sent. */
function createWidgetServer(widget: object) {
  const actions: unknown[] = [];
  const thread = { id: 'thr_1', created_at: at, status: { type: 'active' }, metadata: {}, items: { data: [], has_more: false } }; // prettier-ignore
  const item = { id: 'msg_2', thread_id: 'thr_1', created_at: at, type: 'widget', widget };
  const stream = (...events: object[]) =>
    new Response(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''), {
      headers: { 'content-type': 'text/event-stream' },
    });
  const answer: typeof fetch = (_, init) => {
    const { type, params } = JSON.parse(String(init?.body)) as SentRequest;
    if (type === 'threads.custom_action') actions.push(params['action']);
    const message = { ...item, id: 'msg_1', type: 'user_message', inference_options: {}, attachments: [], ...Object(params['input']) }; // prettier-ignore
    if (type === 'threads.create')
      return Promise.resolve(
        stream(
          { type: 'thread.created', thread },
          { type: 'thread.item.done', item: message },
          { type: 'thread.item.done', item },
        ),
      );
    return Promise.resolve(type === 'threads.list' ? Response.json({ data: [], has_more: false }) : stream());
  };
  return { actions, fetch: answer };
}

describe('registerWidget', () => {
  afterEach(() => registeredWidgets()?.clear());

  interface Product {
    title: string;
    isBroken?: boolean;
  }

  function ProductCard({ title, isBroken, onAction, colorScheme }: WidgetProps<Product>) {
    const [count, setCount] = useState(1);
    if (isBroken) throw new Error('no picture');
    return (
      <section aria-label={title} data-scheme={colorScheme}>
        <button onClick={() => setCount(count + 1)}>More</button>
        <button onClick={() => void onAction({ type: 'cart.add', payload: { title, count } })}>Add {count}</button>
      </section>
    );
  }

  it('draws a React component of the page in a widget, and sends its actions', async () => {
    registerWidget('ProductCard', ProductCard);
    const { actions, fetch } = createWidgetServer({
      type: 'Card',
      children: [{ type: 'ProductCard', title: 'Oslo chair', ref: 'r', children: [{ type: 'Text', value: 'no' }] }],
    });
    renderWidget({
      defaultOpen: true,
      theme: 'dark',
      chatkit: { api: { url: '/chatkit', domainKey: 'local', fetch } },
    });
    const composer = await waitFor(() => chat().getByRole('textbox', { name: 'Ask a question…' }), patience);
    await userEvent.click(composer);
    await userEvent.keyboard('Chairs{Enter}');
    // It is in the page's own document, where the page finds it.
    const product = await screen.findByRole('region', { name: 'Oslo chair' }, patience);
    expect(product.dataset['scheme']).toBe('dark');
    expect(document.querySelector('chat-dock')?.contains(product)).toBe(true);
    await userEvent.click(within(product).getByText('More'));
    await userEvent.click(await within(product).findByText('Add 2'));
    await waitFor(() => expect(actions).toMatchObject([{ type: 'cart.add', payload: { title: 'Oslo chair', count: 2 } }])); // prettier-ignore
    // React has kept its state, and the press reached what the visitor sees.
    expect(within(product).getByText('Add 2')).toBeTruthy();
  });

  it('keeps an error of a component in its place', async () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    registerWidget('ProductCard', ProductCard);
    const onError = vi.fn<NonNullable<ChatWidgetProps['onError']>>();
    const { fetch } = createWidgetServer({
      type: 'Card',
      children: [
        { type: 'ProductCard', title: 'Broken', isBroken: true },
        { type: 'ProductCard', title: 'Whole' },
      ],
    });
    renderWidget({ defaultOpen: true, onError, chatkit: { api: { url: '/chatkit', domainKey: 'local', fetch } } });
    const composer = await waitFor(() => chat().getByRole('textbox', { name: 'Ask a question…' }), patience);
    await userEvent.click(composer);
    await userEvent.keyboard('Chairs{Enter}');
    await screen.findByRole('region', { name: 'Whole' }, patience);
    await waitFor(() => expect(chat().getByText('This part of the answer can’t be shown.')).toBeTruthy(), patience);
    expect(onError.mock.calls.map(([{ error }]) => error.message)).toEqual(['The page’s component "ProductCard" failed: no picture']); // prettier-ignore
    complaints.mockRestore();
  });

  it('has typed props', () => {
    registerWidget<Product>('ProductCard', ProductCard, { parseProps: () => ({ title: 'checked' }) });
    // @ts-expect-error "price" is a number here and a string there
    registerWidget<{ price: number }>('ProductCard', ({ price }: WidgetProps<{ price: string }>) => price);
    // @ts-expect-error parseProps gives the component's own props
    registerWidget<Product>('ProductCard', ProductCard, { parseProps: () => ({ name: 'x' }) });
    expect(registeredWidgets()?.size).toBe(1);
  });
});
