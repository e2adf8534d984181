import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { drawn, Page } from './page.tsx';

const root = document.getElementById('root');
Object.assign(window, { drawn });
if (root) {
  hydrateRoot(
    root,
    <StrictMode>
      <Page props={JSON.parse(root.dataset['props'] ?? '{}')} settings={JSON.parse(root.dataset['settings'] ?? '{}')} />
    </StrictMode>,
  );
}
