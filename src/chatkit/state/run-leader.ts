/** Which tab acts on what a turn asks for: the one that began it, or another one when that one is gone. */

/** @returns whether this tab is the one. Without locks (a page without HTTPS) a tab acts on turns that it began. */
export function leadRun(run: string, isJoined: boolean, ended: AbortSignal): () => boolean {
  let leads = !isJoined;
  if (!('locks' in navigator)) return () => leads;
  const held = new Promise<void>((resolve) => ended.addEventListener('abort', () => resolve()));
  navigator.locks
    .request(`chatdock:${run}`, { signal: ended }, () => {
      leads = true;
      return held;
    })
    .catch(() => undefined); // the turn has ended before this tab had a chance
  return () => leads;
}
