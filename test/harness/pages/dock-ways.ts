/** The two ways to embed the dock behind one interface, so that a test of an option runs with both. */
import type { BrowserContext, Page } from 'playwright-core';
import { dockOptions, type OptionName } from '../../../src/options/options.ts';
import { command, recordEvents } from './dock-page.ts';
import { hostDocument, scriptTag, type HostPage } from './host-page.ts';
import { callHandle, waitForHydration, reactHost, setProps, visitReact, type ReactPage } from './react/react-page.ts';
import type { Site } from './site.ts';
import type { Visitor } from '../browsers/visitor.ts';

/** Options by attribute name, without `data-`. Null omits an option that is set by default, such as `api-url`. */
export type OptionAttributes = Record<string, string | null>;

export interface DockWay {
  name: string;
  /** Opens a page with the dock and collects its events. */
  open(attributes: OptionAttributes, host: HostPage): Promise<Visitor>;
  /** Opens the same page in another tab of the same visitor. */
  openTab(context: BrowserContext, url: string, attributes: OptionAttributes): Promise<Page>;
  /** Resolves when a reloaded page accepts commands. */
  waitForDock(page: Page): Promise<void>;
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
  async open(attributes, host) {
    const visitor = await site.visitHost({ tag: scriptTag(attributes), ...host, before: recordEvents });
    await isOnPage(visitor.page);
    return visitor;
  },
  async openTab(context, url, attributes) {
    const tab = await context.newPage();
    await tab.route(url, (route) =>
      route.fulfill({ contentType: 'text/html', body: hostDocument({ tag: scriptTag(attributes) }) }),
    );
    await tab.goto(url);
    await isOnPage(tab);
    return tab;
  },
  waitForDock: isOnPage,
  update: (page, options) => command(page, 'update', options),
  command,
  spell: (attribute) => `data-${attribute}`,
});

export const byComponent = (site: Site, reactPage: ReactPage): DockWay => {
  /** Converts attribute texts to props: numbers, lists and objects. Invalid text stays text. */
  const props = (attributes: OptionAttributes) =>
    Object.fromEntries(
      Object.entries({ 'api-url': '/chatkit', ...attributes }).flatMap(([attribute, text]) => {
        const name = toProp(attribute);
        return text === null
          ? []
          : [[name === 'open' ? 'defaultOpen' : name, dockOptions[name as OptionName]?.read(text) ?? text]];
      }),
    );
  return {
    name: 'ChatWidget',
    open: (attributes, { body = '<main><h1>A shop</h1></main>', ...host }) =>
      visitReact(site, reactPage, {
        ...host,
        body,
        props: { apiUrl: undefined, ...props(attributes) },
        before: recordEvents,
      }),
    async openTab(context, url, attributes) {
      const tab = await context.newPage();
      const { script = '', ...parts } = reactHost(reactPage, props(attributes));
      await tab.route(`${url}.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
      await tab.route(url, (route) => route.fulfill({ contentType: 'text/html', body: hostDocument(parts) }));
      await tab.goto(url);
      await waitForHydration(tab);
      return tab;
    },
    waitForDock: waitForHydration,
    update: setProps,
    command: callHandle,
    spell: toProp,
  };
};
