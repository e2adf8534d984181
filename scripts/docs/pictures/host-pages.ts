/** The pages of the pictures: a text with the dock beside it, and one chat with a given thread. */
import { hostDocument, type HostPage } from '../../../test/harness/pages/host-page.ts';
import type { State } from './state.ts';

const ARTICLE = `
<style>
  :root { color-scheme: light dark }
  body { margin: 0; font: 17px/1.6 Georgia, serif; background: light-dark(#fff, #14161a); color: light-dark(#1c1c1c, #e6e6e6) }
  main { max-width: 38rem; margin: 3rem auto; padding: 0 1.25rem }
  h1 { font-size: 2.1rem; line-height: 1.2 }
</style>
<main>
  <h1>Renting a bicycle at the harbour</h1>
  <p>The rental is open every day from April to October. City bicycles, cargo bicycles and children's seats can be reserved a day
  ahead, by telephone or at the counter.</p>
  <p>Bring an identity card. A helmet is included. The path along the water is flat and takes about two hours to the lighthouse and
  back; the way over the hills is shorter and much steeper.</p>
  <p>In July and August most bicycles are taken by ten o'clock. Those who come by ferry find the counter beside the second pier.</p>
  <p>Returns are possible until sunset. Outside opening hours, lock the bicycle at the rack and put the key into the box.</p>
</main>`;

const OPTIONS = {
  title: 'Harbour Bikes',
  prompts: 'What does a day cost?|Is there a bicycle for a child?|Which way is flat?',
  introduction: 'Ask about bicycles, prices and routes.',
};

/** A text page with a dock. `more` adds to the page or to how it is visited. */
export const dock = (options: Record<string, string> = {}, more: HostPage = {}): State['at'] => ({
  host: { body: ARTICLE, ...more, options: { ...OPTIONS, ...options } },
});

/** A page that contains only a chat with these items. A function in the page replaces the server. */
export function chatWith(items: readonly object[], options: object = {}): State['at'] {
  const thread = {
    id: 'thr_1',
    created_at: AT,
    title: 'A conversation',
    status: { type: 'active' },
    metadata: {},
    items: { data: items, has_more: false },
  };
  const body = `
    <style>html, body { height: 100%; margin: 0 } openai-chatkit { display: block; height: 100% }</style>
    <openai-chatkit></openai-chatkit>
    <script defer src="/dist/chatkit.js"></script>
    <script type="module">
      const fetch = async (url, { body }) => {
        const { type } = JSON.parse(body);
        if (type === 'threads.get_by_id') return Response.json(${inScript(thread)});
        return Response.json({ data: [], has_more: false });
      };
      await customElements.whenDefined('openai-chatkit');
      document.querySelector('openai-chatkit').setOptions({
        api: { url: '/chat', domainKey: 'pictures', fetch },
        initialThread: 'thr_1',
        ...${inScript(options)},
      });
    </script>`;
  return { host: { document: { body: hostDocument({ tag: '', body }) } } };
}

const AT = '2026-11-20T09:30:00Z';

export const user = (id: string, text: string) => ({
  type: 'user_message',
  id,
  thread_id: 'thr_1',
  created_at: AT,
  content: [{ type: 'input_text', text }],
  attachments: [],
  inference_options: {},
});

export const assistant = (id: string, text: string) => ({
  type: 'assistant_message',
  id,
  thread_id: 'thr_1',
  created_at: AT,
  content: [{ type: 'output_text', text, annotations: [] }],
});

/** JSON inside a script element: the text must not end it. */
const inScript = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');
