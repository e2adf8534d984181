/**
 * Which folder may import which, and which actually does. The test of import directions and the diagram and table in
 * docs/architecture.md all derive from `folders`. `node scripts/docs/import-map.ts` writes the page's two generated
 * parts.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Import {
  file: string;
  specifier: string;
  /** `types` disappears when compiled; `lazy` is an `import()`, which a page fetches when it is needed. */
  kind: 'static' | 'lazy' | 'types';
}

interface Folder {
  /** The content of the folder, for the table. */
  content: string;
  /** The folders and files that it may import, beside itself. */
  reaches: string[];
}

/** From the bottom up: a folder knows only folders above it in this list. */
export const FOLDERS: Record<string, Folder> = {
  'src/protocol': {
    content: 'the wire: types, schemas, stream decoding, the thread reducer, the request client',
    reaches: [],
  },
  'src/options': { content: 'every option once: tables, kinds, reading, checks', reaches: [] },
  'src/chatkit': { content: 'the self-hosted `<openai-chatkit>` element', reaches: ['src/protocol'] },
  'src/engine': {
    content: 'chooses, loads and watches an engine: the official element or ours',
    reaches: ['src/protocol', 'src/options', 'src/chatkit'],
  },
  'server/src/core': { content: 'the ChatKit server without Node: requests, turns, runs', reaches: ['src/protocol'] },
  'server/src/stores': {
    content: 'threads and feedback in memory, SQLite and PostgreSQL',
    reaches: ['src/protocol', 'server/src/core'],
  },
  'src/mock': {
    content: 'the server core in the browser, with scripted answers',
    reaches: ['src/protocol', 'server/src/core', 'server/src/stores/memory.ts'],
  },
  // The mock loads only with `data-mock`, as a separate chunk. A page that talks to a server never fetches it.
  'src/dock': {
    content: 'the dock: state, commands, launcher, panel, voice, theme, locales',
    reaches: ['src/protocol', 'src/options', 'src/chatkit', 'src/engine', 'src/mock'],
  },
  'src/react': {
    content: '`<ChatWidget>` and its hooks: the dock for React',
    reaches: ['src/options', 'src/chatkit', 'src/engine', 'src/dock'],
  },
  'src/embed': {
    content: 'the script tag and `window.ChatDock`: the dock for any page',
    reaches: ['src/options', 'src/chatkit', 'src/engine', 'src/dock'],
  },
  'server/src/agents': {
    content: 'answers: models with fallback, tools, documents, the demo agent',
    reaches: ['src/protocol', 'server/src/core'],
  },
  'server/src/http': {
    content: 'the Express adapters for requests and attachments',
    reaches: ['src/protocol', 'server/src/core'],
  },
  'server/src/auth': {
    content: 'visitors, signed users, rate limits',
    reaches: ['src/protocol', 'server/src/core'],
  },
  'server/src/cli': {
    content: 'the ready-to-run process: settings, site, metrics, log',
    reaches: [
      'src/protocol',
      'server/src/core',
      'server/src/stores',
      'server/src/agents',
      'server/src/http',
      'server/src/auth',
    ],
  },
};

const isTest = (file: string) => /\.test\.tsx?$/.test(file) || /(^|\/)(test|tests|__tests__)\//.test(file);

export function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
}

export const sourcesOf = (folder: string) => filesOf(folder).filter((file) => !isTest(file));

export function importsIn(files: string[]): Import[] {
  return files.flatMap((file) => {
    const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    const found = code.matchAll(/(?:^|[\s;}])(?<word>from|import)\s*(?<call>\(?)\s*['"](?<specifier>[^'"\n]+)['"]/g);
    return [...found].map(({ index, groups: { word = '', call = '', specifier = '' } = {} }): Import => {
      if (call) return { file, specifier, kind: 'lazy' };
      return { file, specifier, kind: word === 'from' && isTypeOnly(code.slice(0, index)) ? 'types' : 'static' };
    });
  });
}

/** Whether the statement that ends here imports types alone: `import type { A }`, or `import { type A, type B }`. */
function isTypeOnly(before: string): boolean {
  const statement = before.slice(Math.max(before.lastIndexOf('\nimport '), before.lastIndexOf('\nexport '), 0)).trim();
  if (/^(import|export) type\b/.test(statement)) return true;
  const [, names] = /^(?:import|export) \{([^}]*)\}?$/.exec(statement) ?? [];
  return names !== undefined && names.split(',').every((name) => name.trim() === '' || /^\s*type /.test(name));
}

export const importsOf = (folder: string) => importsIn(sourcesOf(folder));

/** Our own packages by their folders; other packages are not of this repository. */
const BY_NAME: Record<string, string> = { '@chatdock/protocol': 'src/protocol' };
const ownPackage = ({ specifier }: Import) => Object.keys(BY_NAME).find((name) => isInside(specifier, name));

export const isInside = (path: string, place: string) => path === place || path.startsWith(`${place}/`);
export const isRelative = ({ specifier }: Import) => specifier.startsWith('.');
export const isOurs = (found: Import) => isRelative(found) || ownPackage(found) !== undefined;

/** The path of one of our own imports. */
export function targetOf(found: Import): string {
  const name = ownPackage(found);
  const path = name ? found.specifier.replace(name, BY_NAME[name] ?? '') : join(dirname(found.file), found.specifier);
  return path.replaceAll('\\', '/');
}

/** The folders that `from` imports, and the strongest way in which it does. */
function edgesOf(from: string): { to: string; kind: Import['kind'] }[] {
  const found = importsOf(from).filter(isOurs);
  return Object.keys(FOLDERS)
    .filter((to) => to !== from)
    .flatMap((to) => {
      const kinds = found.filter((one) => isInside(targetOf(one), to)).map(({ kind }) => kind);
      const kind = (['static', 'lazy', 'types'] as const).find((one) => kinds.includes(one));
      return kind ? [{ to, kind }] : [];
    });
}

const idOf = (folder: string) => folder.replaceAll(/\W/g, '_');
const ARROWS = { static: '-->', lazy: '-. lazily .->', types: '-. types .->' } as const;

function diagram(): string {
  const names = Object.keys(FOLDERS).toReversed();
  const lines = names.flatMap((from) =>
    edgesOf(from).map(({ to, kind }) => `  ${idOf(from)} ${ARROWS[kind]} ${idOf(to)}`),
  );
  const nodes = names.map((name) => `  ${idOf(name)}["${name}"]`);
  return ['```mermaid', 'flowchart TD', ...nodes, ...lines, '```'].join('\n');
}

const inCode = (names: string[]) => names.map((name) => `\`${name}\``).join(', ');

function table(): string {
  const rows = Object.entries(FOLDERS)
    .toReversed()
    .map(([name, { content, reaches }]) => `| \`${name}\` | ${content} | ${inCode(reaches) || 'no other folder'} |`);
  return ['| folder | contents | may import |', '| --- | --- | --- |', ...rows].join('\n');
}

const PAGE_FILE = 'docs/architecture.md';

/** The page with its diagram and its table regenerated from the code. All other text stays. */
export function architecturePage(page = readFileSync(PAGE_FILE, 'utf8')): string {
  return Object.entries({ folders: table(), imports: diagram() }).reduce((text, [name, part]) => {
    const place = new RegExp(`(<!-- ${name}: .* -->\\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`${PAGE_FILE} has no place for "${name}".`);
    return text.replace(place, (_, start: string, end: string) => `${start}\n${part}\n\n${end}`);
  }, page);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE_FILE, architecturePage());
