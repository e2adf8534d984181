declare module 'virtual:launcher-labels' {
  /** By language; `hant` is Traditional Chinese. Gathered from `locales/` by scripts/launcher-labels.ts. */
  export const labels: Record<string, string>;
}
