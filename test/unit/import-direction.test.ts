/** Imports point one way. Test files are free; everything that is published is not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Import {
  file: string;
  specifier: string;
}

/** Folder to the folders it may reach, itself aside. The order is the design: what is lower knows nothing of what is above. */
const reach: Record<string, string[]> = {
  'src/protocol': [],
  'src/chatkit': ['src/protocol'],
  'src/options': [],
  'src/engine': ['src/protocol', 'src/chatkit', 'src/options'],
  // The mock comes only with `data-mock`, as a chunk of its own: a page that talks to a server never fetches it.
  'src/dock': ['src/protocol', 'src/chatkit', 'src/options', 'src/engine', 'src/mock'],
  'src/react': ['src/chatkit', 'src/options', 'src/engine', 'src/dock'],
  'src/embed': ['src/chatkit', 'src/options', 'src/engine', 'src/dock'],
  'src/mock': ['src/protocol', 'server/src/core', 'server/src/stores/memory.ts'],
  'server/src/core': ['src/protocol'],
  'server/src/stores': ['src/protocol', 'server/src/core'],
  'server/src/agents': ['src/protocol', 'server/src/core'],
  'server/src/http': ['src/protocol', 'server/src/core'],
};

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

const isTest = (file: string) => /\.test\.tsx?$/.test(file) || /(^|\/)(test|tests|__tests__)\//.test(file);

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
}

const sourcesOf = (folder: string) => filesOf(folder).filter((file) => !isTest(file));

function importsIn(files: string[]): Import[] {
  return files.flatMap((file) => {
    const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    const found = code.matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?\s*['"](?<specifier>[^'"\n]+)['"]/g);
    return [...found].map(({ groups }) => ({ file, specifier: groups?.['specifier'] ?? '' }));
  });
}

const importsOf = (folder: string) => importsIn(sourcesOf(folder));

/** Our own packages by their folders; other packages are not of this repository. */
const byName: Record<string, string> = { '@chatdock/protocol': 'src/protocol' };
const ownPackage = ({ specifier }: Import) => Object.keys(byName).find((name) => isInside(specifier, name));
const isRelative = ({ specifier }: Import) => specifier.startsWith('.');
const isOurs = (found: Import) => isRelative(found) || ownPackage(found) !== undefined;
const targetOf = (found: Import) => {
  const name = ownPackage(found);
  const path = name ? found.specifier.replace(name, byName[name] ?? '') : join(dirname(found.file), found.specifier);
  return path.replaceAll('\\', '/');
};
const isInside = (path: string, place: string) => path === place || path.startsWith(`${place}/`);
const written = ({ file, specifier }: Import) => `${file} imports ${specifier}`;
const isBuiltin = (specifier: string) =>
  specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0] ?? '');

describe('imports', () => {
  it.each(Object.entries(reach))('%s imports only from lower folders', (folder, below) => {
    const astray = importsOf(folder)
      .filter(isOurs)
      .filter((found) => ![folder, ...below].some((place) => isInside(targetOf(found), place)));
    expect(astray.map(written)).toEqual([]);
  });

  it('the protocol needs two packages', () => {
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
    expect(specifiers).toEqual(expect.arrayContaining(['zod/mini', 'eventsource-parser', './parse.ts', './items.ts']));
  });
});
