/**
 * Takes pictures of the product in all its states, and of an older build beside them. Build first, then run
 * `npm run pictures -- [--before <git revision>] [--into <folder>] [--only <name>,<name>]`, and open index.html in the folder.
 */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../../test/harness/browsers/visitor.ts';
import { writeAlbum, type Column } from './pictures/album.ts';
import { takeAll } from './pictures/camera.ts';
import { checkOut } from './pictures/revision.ts';
import { states as all } from './pictures/states.ts';

const { values } = parseArgs({
  options: {
    before: { type: 'string' },
    into: { type: 'string', default: '.cache/pictures' },
    only: { type: 'string' },
  },
});
const wanted = values.only?.split(',');
const states = all.filter(({ name }) => wanted?.includes(name) ?? true);

const browser = await launchBrowser();
const columns: Column[] = [];
try {
  if (values.before) {
    const { folder: checkout, dispose } = checkOut(values.before);
    try {
      await addColumn('Before', checkout);
    } finally {
      dispose();
    }
  }
  await addColumn(values.before ? 'After' : 'Today', '.');
} finally {
  await browser.close();
}
writeAlbum(values.into, states, columns);
for (const { title, pictures } of columns)
  console.log(`${title}: ${pictures.filter(({ missing }) => !missing).length} of ${states.length} states`);
console.log(join(values.into, 'index.html'));

async function addColumn(title: string, checkout: string) {
  const folder = join(values.into, title.toLowerCase());
  const pictures = await takeAll(browser, states, { checkout, folder });
  columns.push({ title, folder: relative(values.into, folder), pictures });
}
