/** Which tab acts on what a turn asks for: the one that began it, or another one when that one is gone. */

import { anySignal } from '@chatdock/protocol/platform';

export interface Lead {
  isHeld(): boolean;
  /** Called once the turn's thread is known, which names the lock. */
  claim(threadId: string | undefined): void;
  /** Waits until this tab leads. @returns false when it never will, because `until` is aborted or there are no locks */
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

/** The lock is kept a moment longer than the turn, or a tab that is still reading its last events would act on them too. */
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
      .catch(() => undefined); // the turn has ended before this tab had a chance
  };

  /** Resolves when the lock is given back. */
  const keep = () =>
    new Promise<void>((resolve) => {
      const kept = new AbortController();
      const listening = { signal: kept.signal };
      let timer: ReturnType<typeof setTimeout> | undefined;
      const release = () => {
        clearTimeout(timer);
        kept.abort();
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
  // Neither can a tab that the browser has frozen.
  document.addEventListener('freeze', () => waiting.abort(), { signal: ended });
  document.addEventListener('resume', request, { signal: ended });

  return {
    isHeld: () => leads,
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
