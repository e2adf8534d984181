/** The two ways to embed the dock behind one interface, so that a test of an option runs with both. */
import type { BrowserContext, Page } from 'playwright-core';
import { dockOptions, type OptionName } from '../../../src/options/options.ts';
import { command, hearing } from './dock-page.ts';
import { hostDocument, scriptTag, type HostPage } from './host-page.ts';
import { callHandle, isTakenOver, reactHost, setProps, visitReact, type ReactPage } from './react/react-page.ts';
import type { Site } from './site.ts';
import type { Visitor } from '../browsers/visitor.ts';

/** Options by attribute name, without `data-`. Null omits an option that is set by default, such as `api-url`. */
export type Said = Record<string, string | null>;

export interface DockWay {
  name: string;
  /** Opens a page with the dock and collects its events. */
  open(said: Said, host: HostPage): Promise<Visitor>;
  /** Opens the same page in another tab of the same visitor. */
  openTab(context: BrowserContext, url: string, said: Said): Promise<Page>;
  /** Resolves when a reloaded page accepts commands. */
  isThere(page: Page): Promise<void>;
  /** Changes options, given as JavaScript values. */
  update(page: Page, options: object): Promise<unknown>;
  command(page: Page, name: string, ...given: unknown[]): Promise<unknown>;
  /** The option's name in the dock's messages. */
  spell(attribute: string): string;
}

export const toProp = (attribute: string) => attribute.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const isOnPage = (page: Page) => page.locator('chat-dock').waitFor({ state: 'attached' });

export const byScriptTag = (site: Site): DockWay => ({
  name: 'script tag',
  async open(said, host) {
    const visitor = await site.visitHost({ tag: scriptTag(said), ...host, before: hearing });
    await isOnPage(visitor.page);
    return visitor;
  },
  async openTab(context, url, said) {
    const tab = await context.newPage();
    await tab.route(url, (route) =>
      route.fulfill({ contentType: 'text/html', body: hostDocument({ tag: scriptTag(said) }) }),
    );
    await tab.goto(url);
    await isOnPage(tab);
    return tab;
  },
  isThere: isOnPage,
  update: (page, options) => command(page, 'update', options),
  command,
  spell: (attribute) => `data-${attribute}`,
});

export const byComponent = (site: Site, reactPage: ReactPage): DockWay => {
  /** Converts attribute texts to props: numbers, lists and objects. Invalid text stays text. */
  const props = (said: Said) =>
    Object.fromEntries(
      Object.entries({ 'api-url': '/chatkit', ...said }).flatMap(([attribute, text]) => {
        const name = toProp(attribute);
        return text === null
          ? []
          : [[name === 'open' ? 'defaultOpen' : name, dockOptions[name as OptionName]?.read(text) ?? text]];
      }),
    );
  return {
    name: 'ChatWidget',
    open: (said, { body = '<main><h1>A shop</h1></main>', ...host }) =>
      visitReact(site, reactPage, { ...host, body, props: { apiUrl: undefined, ...props(said) }, before: hearing }),
    async openTab(context, url, said) {
      const tab = await context.newPage();
      const { script = '', ...parts } = reactHost(reactPage, props(said));
      await tab.route(`${url}.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
      await tab.route(url, (route) => route.fulfill({ contentType: 'text/html', body: hostDocument(parts) }));
      await tab.goto(url);
      await isTakenOver(tab);
      return tab;
    },
    isThere: isTakenOver,
    update: setProps,
    command: callHandle,
    spell: toProp,
  };
};
