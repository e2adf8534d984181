/** The server of a gallery state, as a function, so that the page needs no backend. */
import { AT, done, user } from './gallery-items.js';

/** The `fetch` of one state. It answers requests as a server does. */
export function serverOf({
  items = [],
  events = [],
  sends = '',
  ends = false,
  fails = false,
  loads = false,
  status = { type: 'active' },
  threads: given,
}) {
  const thread = {
    id: 'thr_1',
    created_at: AT,
    title: 'A weekend in Lisbon',
    status,
    metadata: {},
    items: { data: items, has_more: false },
  };
  const limits = { message_chars: 100_000, attachments: 10, edits: true, search_chars: 200 };
  const titles = ['A weekend in Lisbon', 'The shortest route to the museum', 'Shirt, size M', 'Why the sky is blue'];
  const threads = titles.map((title, index) => ({
    ...thread,
    id: `thr_${index + 1}`,
    title,
    created_at: new Date(Date.now() - index * 40e6 * 2).toISOString(),
    items: { data: [], has_more: false },
  }));
  const lastWords = [
    'Take tram 28 early; by ten it is full.',
    'Is there a shorter way?',
    'Ordered in M. It arrives on Thursday.',
    'Blue light is scattered more than red light.',
  ];
  const found = threads.map(({ id, created_at }, index) => ({
    thread_id: id,
    from: index === 1 ? 'user' : 'assistant',
    text: lastWords[index],
    created_at,
  }));
  return async (_url, init) => {
    const { type, params } = JSON.parse(init.body);
    if (type === 'threads.search')
      return Response.json({
        data: found.filter(({ text }) => text.toLowerCase().includes(params.query)),
        has_more: false,
      });
    if (type === 'threads.list') return Response.json({ data: given ?? threads, has_more: false, limits });
    if (loads) return new Promise(() => {}); // never resolves, so the upload lasts as long as the page is open
    if (type === 'threads.get_by_id') return Response.json({ ...thread, limits });
    if (type === 'items.list') return Response.json({ data: [], has_more: false });
    if (fails || type === 'attachments.create') throw new TypeError('Failed to fetch');
    if (type !== 'threads.create') return Response.json({});
    const first = [
      { type: 'thread.created', thread: { ...thread, items: { data: [], has_more: false } } },
      done(user('m1', sends)),
      { type: 'stream_options', stream_options: { allow_cancel: true } },
    ];
    const lines = [...first, ...events].map((event) => `data: ${JSON.stringify(event)}\n\n`);
    const body = new ReadableStream({
      start(controller) {
        for (const line of lines) controller.enqueue(new TextEncoder().encode(line));
        if (ends) controller.close();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
}
