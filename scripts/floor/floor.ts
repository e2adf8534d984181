/** The oldest browsers that the chat works in. docs/browsers.md has the table; `check-floor.ts` checks the build against it. */

/** By the names that browser compatibility data uses. */
export const FLOOR = {
  chrome: '111',
  edge: '111',
  firefox: '115',
  safari: '16.4',
  safari_ios: '16.4',
} as const;

/** The floor in the bundler's form. The bundler rewrites newer syntax. */
export const buildTarget = [
  `chrome${FLOOR.chrome}`,
  `edge${FLOOR.edge}`,
  `firefox${FLOOR.firefox}`,
  `safari${FLOOR.safari}`,
  `ios${FLOOR.safari_ios}`,
];
