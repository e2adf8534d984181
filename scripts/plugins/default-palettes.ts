/**
 * Provides `virtual:default-palettes`: the colours of the light and the dark scheme without options, computed by
 * `src/chatkit/theme/palette.ts` during the build. A chat without custom colours loads and runs none of that code.
 */
import type { Plugin } from 'vite';
import { paletteTokens } from '../../src/chatkit/theme/palette.ts';

const NAME = 'virtual:default-palettes';
const ID = `\0${NAME}`;

export function defaultPalettes(): Plugin {
  return {
    name: 'default-palettes',
    resolveId: (id) => (id === NAME ? ID : undefined),
    load: (id) => (id === ID ? defaultPalettesCode() : undefined),
  };
}

/** The module's code. Both schemes have the same names in the same order, so the names are written once. */
function defaultPalettesCode(): string {
  const light = paletteTokens({ colorScheme: 'light' });
  const dark = paletteTokens({ colorScheme: 'dark' });
  return Object.entries({ names: Object.keys(light), light: Object.values(light), dark: Object.values(dark) })
    .map(([name, values]) => `export const ${name} = ${JSON.stringify(values.join())}.split(",");`)
    .join('\n');
}
