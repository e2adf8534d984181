/** A page that imports only `@openai/chatkit-react`. Including `dist/chatkit.js` makes it use the self-hosted element. */
import { ChatKit, useChatKit } from '@openai/chatkit-react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const dark = matchMedia('(prefers-color-scheme: dark)').matches;

function Page() {
  const { control } = useChatKit({
    api: { url: '../chatkit', domainKey: 'local-dev' },
    theme: dark ? 'dark' : 'light',
    startScreen: {
      greeting: 'What can I help with today?',
      prompts: [
        { label: 'What can you do?', prompt: 'What can you do?', icon: 'sparkle' },
        { label: 'Show me a table', prompt: 'Show me a table', icon: 'square-text' },
      ],
    },
    threadItemActions: { feedback: true, retry: true },
    onClientTool: ({ name }) => {
      if (name !== 'get_page_info') throw new Error(`This page has no tool named ${name}.`);
      return { title: document.title, url: location.href, language: document.documentElement.lang };
    },
    onError: ({ error }) => document.body.setAttribute('data-last-error', error.name),
  });
  return <ChatKit control={control} />;
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
