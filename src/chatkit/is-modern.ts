/**
 * Distinguishes the browsers of docs/browsers.md from older ones. Older ones get neither the dock nor the element,
 * because both would fail there.
 */

/** Truthy if the browser has features that Firefox 115, Chrome 110 and Safari 16.4 introduced. */
export const isModern = (): unknown => 'with' in [] && document.adoptedStyleSheets;
