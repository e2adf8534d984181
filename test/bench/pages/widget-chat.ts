/** The parts that the benchmarks of widgets and charts share. They run inside the page. */

export interface WidgetChat {
  /** The first widget of the answer, which stays open. */
  widget: object;
  /** An element that the widget draws, and how often. The chat is ready when all of them exist. */
  drawn: { selector: string; count: number };
}

/** Sends an event of the open turn to the chat. */
export interface WidgetChatWindow {
  send(event: object): void;
}

/**
 * Opens a chat whose server is a function of the page: `window.send` sends an event of the turn. Passed to
 * `page.evaluate`, so it uses nothing from outside.
 */
export async function openWidgetChat({ widget, drawn }: WidgetChat) {
  const common = { thread_id: 'thr_1', created_at: '2026-01-01T00:00:00Z' };
  const thread = { id: 'thr_1', created_at: common.created_at, status: { type: 'active' }, metadata: {}, items: { data: [], has_more: false } }; // prettier-ignore
  const question = { ...common, id: 'u', type: 'user_message', content: [], attachments: [], inference_options: {} };
  document.body.replaceChildren();
  const element = document.createElement('openai-chatkit') as HTMLElement & {
    setOptions(options: object): void;
    sendUserMessage(message: object): Promise<void>;
  };
  document.body.append(element);
  const encoder = new TextEncoder();
  element.setOptions({
    api: {
      url: '/chatkit',
      domainKey: 'bench',
      fetch: async (_url: string, { body }: { body: string }) => {
        if (JSON.parse(body).type !== 'threads.create') return Response.json({ data: [], has_more: false });
        const stream = new ReadableStream({
          start(controller) {
            const send = (event: object) => controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
            Object.assign(window, { send });
            send({ type: 'thread.created', thread });
            send({ type: 'thread.item.done', item: question });
            send({ type: 'thread.item.added', item: { ...common, id: 'w', type: 'widget', widget } });
          },
        });
        return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
      },
    },
  });
  await new Promise((resolve) => element.addEventListener('chatkit.ready', resolve, { once: true }));
  void element.sendUserMessage({ text: 'go' });
  while (element.shadowRoot?.querySelectorAll(drawn.selector).length !== drawn.count)
    await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => setTimeout(resolve, 500));
}
