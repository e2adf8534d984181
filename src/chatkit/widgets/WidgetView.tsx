/**
 * Renders a ChatKit widget, a component tree from the server, and runs its actions. Loads with the first widget of a
 * thread.
 */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { ActionConfig } from '@chatdock/protocol/requests/actions';
import type { WidgetRoot } from '@chatdock/protocol/thread/widgets';
import type { Text } from '../language/text.ts';
import type { Pictures } from '../pictures/pictures.ts';
import type { Theme } from '../theme/tokens.ts';
import { adoptingRef } from '../ui/styles/adopt-styles.ts';
import menuCss from '../ui/popovers/menu.css?inline';
import { widgetDirection } from './direction.ts';
import { FactsProvider, useFieldFacts } from './fields/form/field-facts.ts';
import { useComponents } from './host/use-components.ts';
import { ComponentsContext, WidgetNode } from './WidgetNode.tsx';
import { ThemeContext } from './Themed.tsx';
import type { Scheme } from './values.ts';
import controlCss from './controls.css?inline';
import css from './widget.css?inline';
import { WidgetProvider, type WidgetSender } from './widget-context.ts';

const adoptWidgetStyles = adoptingRef(menuCss, css, controlCss);

export interface WidgetViewProps {
  itemId: string;
  widget: WidgetRoot;
  pictures: Pictures;
  /** False until the item is done. Until then the whole widget is inert. */
  isDone: boolean;
  /** True while a response streams. Then only actions that need no stream may run. */
  isBlocked: boolean;
  theme: Theme;
  scheme: Scheme;
  text: Text;
  locale: string;
  /** Sends an action or passes it to the host page. Resolves when the request or the page's handler has finished. */
  runAction: (action: ActionConfig, sender: WidgetSender) => Promise<void>;
  /** Receives a sentence about any part of a widget that cannot do what it declares. */
  reportError: (message: string) => void;
}

export function WidgetView({
  itemId,
  widget,
  pictures,
  isDone,
  isBlocked,
  theme,
  scheme,
  text,
  locale,
  runAction,
  reportError,
}: WidgetViewProps) {
  const [isBusy, setBusy] = useState(false);
  const direction = useMemo(() => widgetDirection(widget), [widget]);
  // Read when an action runs, so that neither a new tree nor a new function draws every component again.
  const current = useRef({ widget, runAction, reportError });
  current.current = { widget, runAction, reportError };
  const facts = useFieldFacts(widget);
  const components = useComponents();
  const context = useMemo(
    () => ({
      itemId,
      getWidget: () => current.current.widget,
      pictures,
      scheme,
      text,
      locale,
      isDone,
      isBlocked,
      isBusy,
      setBusy,
      runAction: ((...given) => current.current.runAction(...given)) satisfies WidgetViewProps['runAction'],
      reportError: (message: string) => current.current.reportError(message),
    }),
    [itemId, pictures, scheme, text, locale, isDone, isBlocked, isBusy],
  );
  return (
    <ComponentsContext.Provider value={components}>
      <ThemeContext.Provider value={theme}>
        <WidgetProvider value={context}>
          <div
            ref={adoptWidgetStyles}
            class={isBusy ? 'widget busy' : 'widget'}
            dir={direction}
            inert={isBusy}
            aria-busy={isBusy}
          >
            <FactsProvider value={facts}>
              <WidgetNode component={widget} />
            </FactsProvider>
          </div>
        </WidgetProvider>
      </ThemeContext.Provider>
    </ComponentsContext.Provider>
  );
}
