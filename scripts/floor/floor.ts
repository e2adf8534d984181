/** The oldest browsers that the chat works in. docs/browsers.md has the table; `check-floor.ts` checks the build against it. */

/** By the names that browser compatibility data uses. */
export const floor = {
  chrome: '111',
  edge: '111',
  firefox: '115',
  safari: '16.4',
  safari_ios: '16.4',
} as const;

/** The same for the bundler, which rewrites newer syntax. */
export const buildTarget = [
  `chrome${floor.chrome}`,
  `edge${floor.edge}`,
  `firefox${floor.firefox}`,
  `safari${floor.safari}`,
  `ios${floor.safari_ios}`,
];
