/**
 * The entry of `import … from 'chatdock/chatdock.js'` for bundlers. The bundler follows the `import()`s below and puts
 * the panel into chunks of the site, so nothing is loaded from our folder.
 */
import { fillPlatform } from '../dock/host/fill-platform.ts';
import type { PageModules, SomePagesModules } from './dock-module.ts';
import { ensureGlobal } from './loading/loader.ts';
import type { ChatDockApi } from './page-global.ts';
import { withoutPage } from './without-page.ts';

export type * from './page-global.ts';

function start() {
  fillPlatform();
  return ensureGlobal(modules);
}

const modules: PageModules = {
  dock() {
    // Load the chat's code in parallel. Ignore a failure here: the element imports it again and reports the error.
    import('../chatkit/chatkit-view.ts').catch(() => {});
    return import('./dock.ts');
  },
  plain: (options) => import('../dock/launcher/plain-link.ts').then(({ showLink }) => showLink(options)),
  load: (name) => someOnes[name](),
};

const someOnes: { [Name in keyof SomePagesModules]: () => Promise<SomePagesModules[Name]> } = {
  page: () => import('./page-rules/prepare-page.ts'),
  labels: () => import('../dock/launcher/more-labels.ts'),
};

/** The page's `window.ChatDock`: start a dock with `ChatDock.boot({ … })`. On a server, without a page, its commands do nothing. */
export const ChatDock: ChatDockApi = typeof document === 'undefined' ? withoutPage() : start();
