/** Published style sheets that many sites start from. */
import { readFileSync } from 'node:fs';

const published = {
  'Eric Meyer’s reset': '@unocss/reset/eric-meyer.css',
  normalize: '@unocss/reset/normalize.css',
  sanitize: '@unocss/reset/sanitize/sanitize.css',
  'Tailwind’s reset': '@unocss/reset/tailwind.css',
  'Tailwind 4’s reset': '@unocss/reset/tailwind-v4.css',
  Bootstrap: 'bootstrap/dist/css/bootstrap.css',
  Bulma: 'bulma/css/bulma.css',
  Milligram: 'milligram/dist/milligram.css',
  'Water.css': 'water.css/out/water.css',
};

/** Five resets and four frameworks: name and CSS. */
export const resetsAndFrameworks = () =>
  Object.entries(published).map(([name, path]): [name: string, css: string] => [
    name,
    readFileSync(`node_modules/${path}`, 'utf8'),
  ]);
