/**
 * Decides which tab runs the client tools and effects of a turn: the tab that began it, or another one after that tab
 * has closed.
 */

import { anySignal } from '@chatdock/protocol/platform';

export interface Lead {
  isLeader(): boolean;
  /** Call once the turn's thread is known: its id names the lock. */
  claim(threadId: string | undefined): void;
  /**
   * Waits until this tab leads. @returns false if it never will, because `until` is aborted or the browser has no locks
   */
  inherit(until: AbortSignal): Promise<boolean>;
}

interface LeadDeps {
  /** The tab that began a turn leads from the start. */
  hasBegun: boolean;
  /** The whole turn is over. */
  ended: AbortSignal;
  /** The chat has left its document. */
  gone: AbortSignal;
}

/**
 * Keep the lock a moment longer than the turn; otherwise a tab that is still reading its last events would act on them
 * too.
 */
const LINGER_MS = 2000;

/** Without locks (a page without HTTPS) a tab leads the turns that it began. */
export function createLead({ hasBegun, ended, gone }: LeadDeps): Lead {
  const canLock = 'locks' in navigator;
  let leads = hasBegun;
  let lock: string | undefined;
  let onLead = () => {};
  /** Ends the wait for the lock. */
  let waiting = new AbortController();

  const request = () => {
    if (lock === undefined || !canLock || ended.aborted) return;
    waiting.abort();
    waiting = new AbortController();
    navigator.locks
      .request(lock, { signal: anySignal([ended, waiting.signal]) }, () => {
        leads = true;
        onLead();
        return keep();
      })
      .catch(() => undefined); // the turn ended before this tab got the lock
  };

  /** Resolves when the lock is given back. */
  const keep = () =>
    new Promise<void>((resolve) => {
      const listeningEnd = new AbortController();
      const listening = { signal: listeningEnd.signal };
      let timer: ReturnType<typeof setTimeout> | undefined;
      const release = () => {
        clearTimeout(timer);
        listeningEnd.abort();
        resolve();
      };
      ended.addEventListener('abort', () => (timer = setTimeout(release, LINGER_MS)), listening);
      gone.addEventListener('abort', release, listening);
      // A page in the back/forward cache must not keep a lock, and cannot act. When it returns, another tab may lead.
      const hide = () => {
        leads = false;
        release();
      };
      addEventListener('pagehide', hide, listening);
      document.addEventListener('freeze', hide, listening);
    });
  addEventListener('pageshow', ({ persisted }) => persisted && request(), { signal: ended });
  // This also applies to a tab that the browser has frozen.
  document.addEventListener('freeze', () => waiting.abort(), { signal: ended });
  document.addEventListener('resume', request, { signal: ended });

  return {
    isLeader: () => leads,
    claim(threadId) {
      if (lock !== undefined || threadId === undefined) return;
      lock = `chatdock:${threadId}`;
      request();
    },
    inherit: (until) =>
      new Promise((resolve) => {
        if (leads || !canLock || until.aborted) return resolve(leads);
        onLead = () => resolve(true);
        until.addEventListener('abort', () => resolve(false));
      }),
  };
}
