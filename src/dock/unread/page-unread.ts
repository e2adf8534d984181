/** Shows unread answers outside the launcher: in the page's title and icon, on the installed app, and by a sound. */
import { createFavicon } from './favicon.ts';
import { createPageTitle } from './page-title.ts';
import { playSound } from './sound.ts';

export interface PageUnread {
  /** `isHeard`: the count has grown, and the visitor wants to hear it. */
  show(count: number, isHeard: boolean): void;
  /** Restores the page's own title and icon. */
  stop(): void;
}

/** @param signals Of `title`, `favicon`, `app` and `sound`, separated by spaces. */
export function createPageUnread(signals: string): PageUnread {
  const title = signals.includes('title') ? createPageTitle(document) : undefined;
  const favicon = signals.includes('favicon') ? createFavicon(document) : undefined;
  let before = 0;

  return {
    show(count, isHeard) {
      title?.show(count);
      favicon?.show(count > 0);
      if (signals.includes('app')) showOnApp(count);
      if (signals.includes('sound') && isHeard) playSound();
      before = count;
    },
    stop() {
      title?.stop();
      favicon?.stop();
      if (before > 0 && signals.includes('app')) showOnApp(0);
    },
  };
}

/** Browsers without the Badging API, and pages that are not installed as an app, show nothing. */
function showOnApp(count: number) {
  const { setAppBadge } = navigator as Partial<Pick<Navigator, 'setAppBadge'>>;
  setAppBadge?.call(navigator, count).catch(() => {});
}
