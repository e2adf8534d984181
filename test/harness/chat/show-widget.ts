/** Draws one widget in a shadow root, without a thread around it. */
import { h, render } from 'preact';
import { afterEach, beforeAll } from 'vitest';
import type { ActionConfig } from '@chatdock/protocol/requests/actions';
import { isWidgetRoot } from '@chatdock/protocol/kinds';
import { toWidgetComponent } from '@chatdock/protocol/thread/widgets';
import { createText, english, type Language } from '../../../src/chatkit/language/text.ts';
import { createController } from '../../../src/chatkit/state/controller.ts';
import { createPictures } from '../../../src/chatkit/pictures/pictures.ts';
import { paletteNow } from '../../../src/chatkit/theme/palettes.ts';
import tokens from '../../../src/chatkit/theme/tokens.css?inline';
import { themeRule } from '../../../src/chatkit/theme/tokens.ts';
import { adoptStyles } from '../../../src/chatkit/ui/styles/adopt-styles.ts';
import { ChatProvider } from '../../../src/chatkit/ui/chat.ts';
import { loadLater } from '../../../src/chatkit/ui/loading/load-later.ts';
import { WidgetView } from '../../../src/chatkit/widgets/WidgetView.tsx';

const shown = new Set<() => void>();
beforeAll(loadLater);
afterEach(() => shown.forEach((remove) => remove()));

/** The state that views such as Markdown read. It sends nothing, because it never connects. */
const createChat = (root: ShadowRoot) =>
  createController({
    options: { api: { url: '/chatkit', domainKey: 'test' } },
    emit: () => {},
    announce: () => {},
    adoptStyles: (css) => adoptStyles(root, css),
    storageOf: () => sessionStorage,
    messageActions: () => '',
    onTurnEnd: () => {},
  });

export interface WidgetShow {
  isDone?: boolean;
  isBlocked?: boolean;
  /** Holds every action until the returned `settle` is called. */
  isSlow?: boolean;
  language?: Language;
}

/** Draws the widget. `draw` replaces its tree, as a `widget.root.updated` event does. */
export function showWidget(
  json: object,
  { isDone = true, isBlocked = false, isSlow = false, language = english }: WidgetShow = {},
) {
  const text = createText(language);
  const host = document.createElement('div');
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([themeRule(':host', 'light', paletteNow('light')), tokens].join('\n'));
  root.adoptedStyleSheets = [sheet];
  const place = document.createElement('div');
  root.append(place);
  const chat = createChat(root);
  const remove = () => {
    render(null, place);
    host.remove();
    shown.delete(remove);
  };
  shown.add(remove);
  const actions: ActionConfig[] = [];
  const errors: string[] = [];
  let settle: (() => void) | undefined;
  const draw = (next: object) => {
    const component = toWidgetComponent(next);
    if (!component || !isWidgetRoot(component)) throw new Error('The test widget has no root.');
    const view = h(WidgetView, {
      itemId: 'msg_1',
      widget: component,
      pictures: createPictures(),
      isDone,
      isBlocked,
      theme: 'light',
      scheme: 'light',
      text,
      locale: language.locale,
      runAction: (action) => {
        actions.push(action);
        return isSlow ? new Promise<void>((resolve) => (settle = resolve)) : Promise.resolve();
      },
      reportError: (message) => errors.push(message),
    });
    render(h(ChatProvider, { value: chat, children: view }), place);
  };
  draw(json);
  const find = <Kind extends Element = HTMLElement>(selector: string) => {
    const found = place.querySelector<Kind & HTMLElement>(selector);
    if (!found) throw new Error(`There is no ${selector} in ${place.innerHTML}`);
    return found;
  };
  const button = (label: string) => {
    const found = [...place.querySelectorAll('button')].find(
      (candidate) => candidate.textContent === label || candidate.getAttribute('aria-label') === label,
    );
    if (!found) throw new Error(`There is no button "${label}".`);
    return found;
  };
  return { place, root, find, button, draw, remove, actions, errors, settle: () => settle?.() };
}

export const card = (children: object[], more: object = {}) => ({ type: 'Card', children, ...more });
