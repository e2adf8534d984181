/** One page with all pictures: before on the left, after on the right. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Picture } from './camera.ts';
import type { State } from './state.ts';

export interface Column {
  title: string;
  /** The folder of its pictures, relative to the page. */
  folder: string;
  pictures: readonly Picture[];
}

export function writeAlbum(folder: string, states: readonly State[], columns: readonly Column[]) {
  const sections = states.map(
    ({ name, shows }) => `<section id="${name}">
<h2>${name}</h2>
<p>${shows}</p>
<div class="pair">${columns.map((column) => picture(name, shows, column)).join('')}</div>
</section>`,
  );
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>States of ChatDock</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 2rem auto; max-width: 90rem; padding: 0 1rem }
  .pair { display: grid; grid-template-columns: repeat(${columns.length}, minmax(0, 1fr)); gap: 1.5rem; align-items: start }
  figure { margin: 0 }
  img { max-width: 100%; border: 1px solid light-dark(#ddd, #444) }
  section { margin-block: 3rem }
</style>
<h1>States of ChatDock</h1>
${sections.join('\n')}
</html>
`,
  );
}

function picture(name: string, shows: string, { title, folder, pictures }: Column): string {
  const missing = pictures.find((each) => each.name === name)?.missing;
  const content = missing
    ? '<p>This build does not have this state.</p>'
    : `<img loading="lazy" src="${folder}/${name}.png" alt="${title}: ${shows}">`;
  return `<figure><figcaption>${title}</figcaption>${content}</figure>`;
}
