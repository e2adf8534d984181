/** The public names of an entry file, each with the comment above its declaration. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface PublicName {
  name: string;
  /** The file that declares the name, and so the one an editor opens. */
  file: string;
  /** The text of the `/** … *\/` directly above the declaration, without its stars; empty where there is none. */
  comment: string;
}

const exportLists = /^export (?:type )?\{(?<names>[^}]*)\}(?: from '(?<from>[^']+)')?;/gm;
const exportStars = /^export (?:type )?\* from '(?<from>[^']+)';/gm;
const declarations =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:interface|type|const|let|class|function\*?|enum) (?<name>\w+)/gm;

/** Every name that `import … from entry` offers, in the order in which the entry lists them. */
export function publicNames(entry: string): PublicName[] {
  const code = readFileSync(entry, 'utf8');
  const listed = [...code.matchAll(exportLists)].flatMap(({ groups: { names = '', from = '' } = {} }) =>
    namesIn(names).map((name) => declarationOf(name, from ? resolve(entry, from) : entry)),
  );
  const starred = [...code.matchAll(exportStars)].flatMap(({ groups: { from = '' } = {} }) =>
    publicNames(resolve(entry, from)),
  );
  const declared = [...code.matchAll(declarations)].map(({ groups: { name = '' } = {} }) => declarationOf(name, entry));
  const all = [...declared, ...listed, ...starred];
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

const namesIn = (list: string) =>
  list
    .split(',')
    .map((item) => item.trim().replace(/^type /, ''))
    .filter(Boolean);

function resolve(from: string, specifier: string): string {
  const file = specifier.startsWith('@chatdock/protocol/')
    ? `${specifier.replace('@chatdock/protocol', 'src/protocol')}.ts`
    : join(dirname(from), specifier);
  if (!existsSync(file)) throw new Error(`${from} exports from ${specifier}, which is not a file of this repository.`);
  return file.replaceAll('\\', '/');
}

/** Follows re-exports to the declaration. Throws when there is none, so that a new form of export cannot hide. */
function declarationOf(name: string, file: string): PublicName {
  const code = readFileSync(file, 'utf8');
  const [declaration] = [...code.matchAll(declarations)].filter(({ groups }) => groups?.['name'] === name);
  if (declaration) return { name, file, comment: commentBefore(code, declaration.index) };
  const list = [...code.matchAll(exportLists)].find(({ groups }) => namesIn(groups?.['names'] ?? '').includes(name));
  if (list?.groups?.['from']) return declarationOf(name, resolve(file, list.groups['from']));
  throw new Error(`${file} exports ${name}, but its declaration was not found.`);
}

/** The doc comment that ends on the line above `index`. */
function commentBefore(code: string, index: number): string {
  const [, comment = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n$/.exec(code.slice(0, index)) ?? [];
  return comment.replaceAll(/^\s*\* ?/gm, '').trim();
}
