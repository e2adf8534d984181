/** Tells the browsers of docs/browsers.md from older ones. These get neither dock nor element, which would fail there later. */

/** Truthy if the browser has what came with Firefox 115 and Chrome 110, and what came with Safari 16.4. */
export const isModern = (): unknown => 'with' in [] && document.adoptedStyleSheets;
