/** `data-open-after` and `data-open-on`: the dock opens, or shows its teaser, automatically. Once per visitor. */
import { remember, readRemembered, type PersistWhere } from '../../dock/persistence.ts';
import { warnOnce } from '../../options/warn-once.ts';
import { matchesAddress, watchAddress } from '../../dock/host/page-address.ts';

interface StartRules {
  /** In milliseconds. */
  openAfter: number | undefined;
  /** `scroll:50%` or patterns of addresses, separated by spaces or commas. */
  openOn: string | undefined;
}

/** The longest delay of `setTimeout` in milliseconds, about 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Resolves when one of the rules applies. Never resolves if there are no rules. */
export function whenStarted({ openAfter, openOn }: StartRules, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const waiting = new AbortController();
    signal.addEventListener('abort', () => waiting.abort());
    const start = () => {
      waiting.abort();
      resolve();
    };
    // A longer timer would fire at once.
    if (openAfter !== undefined && openAfter <= MAX_TIMER_MS) {
      const timer = setTimeout(start, openAfter);
      waiting.signal.addEventListener('abort', () => clearTimeout(timer));
    }
    const [, percent] = /(?:^|[\s,])scroll:(\d{1,3})%?/.exec(openOn ?? '') ?? [];
    if (percent !== undefined) {
      const look = () => scrolledPercent() >= Math.min(Number(percent), 100) && start();
      addEventListener('scroll', look, { passive: true, signal: waiting.signal });
    }
    const patterns = (openOn ?? '').replace(/scroll:\d{1,3}%?/, '').trim();
    if (/scroll:/.test(patterns))
      warnOnce(`open-on="${openOn}" has a scroll position that is not a percentage. Write for example scroll:50%.`);
    if (patterns !== '') {
      const look = () => matchesAddress(patterns, location.href) && start();
      look();
      if (!waiting.signal.aborted) watchAddress(look, waiting.signal);
    }
  });
}

/** A page that fits into its window counts as scrolled to the end. */
function scrolledPercent(): number {
  const { scrollHeight, clientHeight } = document.documentElement;
  return scrollHeight <= clientHeight ? 100 : (window.scrollY / (scrollHeight - clientHeight)) * 100;
}

/** Whether the visitor has opened or dismissed the chat, or has been greeted before. */
export function isGreeted(persist: PersistWhere, name: string): boolean {
  const { isOpen, wasGreeted } = readRemembered(persist, name);
  return isOpen !== undefined || wasGreeted === true;
}

export const wasLeftOpen = (persist: PersistWhere, name: string): boolean =>
  readRemembered(persist, name).isOpen === true;

export const rememberGreeting = (persist: PersistWhere, name: string): void =>
  remember(persist, name, { wasGreeted: true });
