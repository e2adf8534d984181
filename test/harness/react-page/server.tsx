import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { Page } from './page.tsx';

export const render = (props: object) =>
  renderToString(
    <StrictMode>
      <Page props={props} />
    </StrictMode>,
  );
