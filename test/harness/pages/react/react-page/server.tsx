import { useDock, useTheme, type ChatWidgetProps } from 'chatdock';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { Page, type HostSettings } from './page.tsx';

export const render = (props: ChatWidgetProps, settings: HostSettings = {}) =>
  renderToString(
    <StrictMode>
      <Page props={props} settings={settings} />
    </StrictMode>,
  );

export function renderOutside(hook: 'useDock' | 'useTheme') {
  const useIt = hook === 'useTheme' ? useTheme : useDock;
  const Lost = () => <p>{String(useIt())}</p>;
  return renderToString(<Lost />);
}
