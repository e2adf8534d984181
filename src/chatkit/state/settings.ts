/** Reads the element's options and language, and reports options with which no request can be made. */
import type { ChatKitOptions } from '@openai/chatkit';
import { loadLanguage } from '../language/load.ts';
import { isFormal, resolveLocale } from '../language/resolve.ts';
import type { Context } from './context.ts';
import type { ControllerOptions } from './controller.ts';
import { ChatKitError } from './errors.ts';
import { findOptionsFault, resolveOptions } from './options.ts';

/** Takes the element's first options. Returns the function that replaces them. */
export function createSettings(
  context: Context,
  { options: initial, messageActions }: Pick<ControllerOptions, 'options' | 'messageActions'>,
): (options: ChatKitOptions) => void {
  const { store } = context;

  function checkOptions(given: ChatKitOptions) {
    const setupFault = findOptionsFault(given);
    if (setupFault === store.get().setupFault) return;
    store.set({ setupFault });
    if (setupFault) queueMicrotask(() => context.report(new ChatKitError('IntegrationError', setupFault)));
  }

  function applyLanguage(wanted: string | undefined) {
    void loadLanguage(wanted).then((language) => store.get().options.locale === wanted && store.set({ language }));
  }

  store.set({ messageActions: messageActions() });
  applyLanguage(initial?.locale);
  checkOptions(initial);
  return (given) => {
    const { locale } = store.get().options;
    const options = resolveOptions(given);
    store.set({ options, messageActions: messageActions() });
    if (nameOf(options.locale) !== nameOf(locale)) applyLanguage(options.locale);
    checkOptions(given);
  };
}

/** Returns the same result for all names of one language. */
const nameOf = (locale = '') => `${resolveLocale(locale)} ${isFormal(locale)}`;
