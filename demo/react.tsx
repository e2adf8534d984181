/** A React page that controls whether `<ChatWidget>` is open. */
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ChatWidget } from '../src/index.ts';

function Page() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <main>
      <p className="eyebrow">ChatDock demo</p>
      <h1>A React component</h1>
      <p className="lead">
        The page controls whether the chat is open. The widget calls onOpenChange when the visitor opens or closes it.
      </p>
      <p>
        <button type="button" className="button" onClick={() => setIsOpen((open) => !open)}>
          {isOpen ? 'Close the chat' : 'Open the chat'}
        </button>
      </p>
      <ChatWidget apiUrl="../chatkit" title="ChatDock" theme="auto" isOpen={isOpen} onOpenChange={setIsOpen} />
    </main>
  );
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
