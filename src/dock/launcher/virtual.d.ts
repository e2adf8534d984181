declare module 'virtual:launcher-labels' {
  /** By language; `hant` is Traditional Chinese. Gathered from `locales/` by scripts/plugins/launcher-labels.ts. */
  export const labels: Record<string, string>;
}

/** The package's version; the build puts it in. */
declare const CHATDOCK_VERSION: string;
