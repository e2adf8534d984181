/** `<ChatWidget>` in a page of React's, on the mock: what a developer who imports it gets. */
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ChatWidget, type ChatWidgetProps } from '../../src/index.ts';
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
function createRecordedFetch() {
  const mock = createMockFetch({ url: '*/chatkit', delayMs: 0 });
  const requests: SentRequest[] = [];
  const recorded: typeof fetch = (input, init) => {
    if (typeof init?.body === 'string') requests.push(JSON.parse(init.body));
    return mock(input, init);
  };
  return { fetch: recorded, requests };
}

/** What is inside a shadow tree, for the queries that look like a person does. */
const inside = (element: Element | null | undefined) =>
  within((element?.shadowRoot ?? document.createElement('div')) as unknown as HTMLElement);
const dock = () => inside(document.querySelector('chat-dock'));
const chat = () => inside(document.querySelector('chat-dock')?.shadowRoot?.querySelector('chatdock-chatkit'));

function renderWidget(props: Partial<ChatWidgetProps> = {}) {
  const server = createRecordedFetch();
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
    for (const other of ['Close chat', 'Enter fullscreen', 'Chat history']) expect(labels()).not.toContain(other);
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
