/** Written by scripts/plugins/default-palettes.ts. */
declare module 'virtual:default-palettes' {
  /** The custom properties of a palette, `--ck-…`. */
  export const names: string[];
  /** Their values in the light scheme, in the same order. */
  export const light: string[];
  export const dark: string[];
}
