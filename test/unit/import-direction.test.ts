/** Imports point one way. Test files are free; everything that is published is not. */
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  architecturePage,
  filesOf,
  FOLDERS,
  importsIn,
  importsOf,
  isInside,
  isOurs,
  isRelative,
  sourcesOf,
  targetOf,
  type Import,
} from '../../scripts/docs/import-map.ts';

/** Folders that run in a browser, a worker and any server runtime alike. */
const runtimeNeutral = [
  'src/protocol',
  'src/chatkit',
  'src/engine',
  'src/options',
  'src/dock',
  'src/react',
  'src/embed',
  'src/mock',
  'server/src/core',
];

const written = ({ file, specifier }: Import) => `${file} imports ${specifier}`;
const isBuiltin = (specifier: string) =>
  specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0] ?? '');

describe('imports', () => {
  it.each(Object.entries(FOLDERS))('%s imports only the folders it may import', (folder, { reaches }) => {
    const astray = importsOf(folder)
      .filter(isOurs)
      .filter((found) => ![folder, ...reaches].some((place) => isInside(targetOf(found), place)));
    expect(astray.map(written)).toEqual([]);
  });

  it('a folder may import only folders that come before it in the list', () => {
    const names = Object.keys(FOLDERS);
    const upward = Object.entries(FOLDERS).flatMap(([folder, { reaches }]) =>
      reaches
        .filter((place) => names.findIndex((name) => isInside(place, name)) >= names.indexOf(folder))
        .map((place) => `${folder} may import ${place}`),
    );
    expect(upward).toEqual([]);
  });

  it('the diagram and the table of the architecture page show the imports of the code', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    expect(page, 'Run `node scripts/docs/import-map.ts`.').toBe(architecturePage(page));
    for (const edge of ['src_dock --> src_engine', 'src_react -. types .-> src_engine']) expect(page).toContain(edge);
  });

  it('the protocol needs two packages and nothing else', () => {
    const packages = importsOf('src/protocol')
      .filter((found) => !isRelative(found))
      .map(({ specifier }) => specifier);
    expect([...new Set(packages)].sort()).toEqual(['eventsource-parser', 'zod/mini']);
  });

  it('other folders import the protocol by its package name', () => {
    const files = ['src', 'server/src', 'scripts', 'demo', 'test'].flatMap((folder) => filesOf(folder));
    const astray = importsIn(files.filter((file) => !isInside(file, 'src/protocol')))
      .filter(isRelative)
      .filter((found) => isInside(targetOf(found), 'src/protocol') && existsSync(targetOf(found)));
    expect(astray.map(written)).toEqual([]);
  });

  it.each([...runtimeNeutral, 'server/src/stores/memory.ts'])('%s uses no Node API', (place) => {
    const folder = place.endsWith('.ts') ? dirname(place) : place;
    const builtins = importsOf(folder).filter(({ file, specifier }) => isInside(file, place) && isBuiltin(specifier));
    expect(builtins.map(written)).toEqual([]);
  });

  it('the dock imports the mock lazily only', () => {
    const door = 'src/dock/chat/mock-server.ts';
    const files = ['src/dock', 'src/react', 'src/embed', 'src/engine']
      .flatMap(sourcesOf)
      .filter((file) => file !== door);
    expect(files.filter((file) => /^import .*\/mock(\/|-server)/m.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('nothing published imports the demo, the tests or the scripts', () => {
    const astray = ['src', 'server/src']
      .flatMap(importsOf)
      .filter(
        (found) => isRelative(found) && ['demo', 'test', 'scripts'].some((place) => isInside(targetOf(found), place)),
      );
    expect(astray.map(written)).toEqual([]);
  });

  it('the check finds every import', () => {
    const specifiers = importsOf('src/protocol').map(({ specifier }) => specifier);
    expect(specifiers).toEqual(expect.arrayContaining(['zod/mini', 'eventsource-parser', '../parse.ts', './items.ts']));
  });
});
