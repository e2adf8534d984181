/** Calls callbacks of the page. Their errors are reported to the page and never interrupt the dock. */

/** Calls a callback of the page, if there is one. `reportError` passes anything it throws to the page's error handlers. */
export function callHost<Args extends unknown[]>(fn: ((...args: Args) => unknown) | undefined, ...args: Args): void {
  try {
    const result = fn?.(...args);
    if (result instanceof Promise) result.catch(reportError);
  } catch (error) {
    reportError(error);
  }
}
