declare module 'virtual:launcher-labels' {
  /** By language; `hant` is Traditional Chinese. Gathered from `locales/` by scripts/plugins/launcher-labels.ts. */
  export const labels: Record<string, string> & { en: string };
}

declare module 'virtual:more-launcher-labels' {
  /** The labels that the script tag does not contain. */
  export const labels: Record<string, string>;
}

/** The package's version; the build puts it in. */
declare const CHATDOCK_VERSION: string;

/** A hash of all translations, which is part of the names of their files; the build of `dist/modules/` puts it in. */
declare const CHATDOCK_LOCALES: string;
