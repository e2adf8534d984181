/** Calls into the page's own code: an error there is the page's to hear of, and must stop nothing of ours. */

/** Calls a function of the page, if there is one; what it throws goes to the page's error reporting, once. */
export function callHost<Args extends unknown[]>(fn: ((...args: Args) => unknown) | undefined, ...args: Args): void {
  try {
    const result = fn?.(...args);
    if (result instanceof Promise) result.catch(reportError);
  } catch (error) {
    reportError(error);
  }
}
