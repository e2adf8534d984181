/**
 * Copies the type declarations of a published package: the files that its entries import, from the output of `tsc -b`. The
 * private package `@chatdock/protocol` is not published, so imports of it become relative paths to the copies.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

interface Manifest {
  exports: Record<string, string | { types?: string }>;
}

interface PublishOptions {
  manifest: Manifest;
  /** The output folder of `tsc -b`, with the same paths as the sources. */
  from: string;
  /** The folder of the package. */
  packageFolder: string;
}

const TYPES_FOLDER = 'dist/types';

/** Matches import specifiers, and also comments and strings, so that text inside those is not taken for an import. */
const TOKENS =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<before>\b(?:from|import)\s*\(?\s*)(?<quote>['"])(?<specifier>[^'"\n]+)\k<quote>|'[^'\n]*'|"[^"\n]*"|`[^`]*`/g;

/** Replaces each import specifier of a declaration file with the result of `rename`. */
export function mapSpecifiers(code: string, rename: (specifier: string) => string): string {
  return code.replaceAll(TOKENS, (whole: string, ...rest: unknown[]) => {
    const { before, quote = '', specifier } = rest.at(-1) as Partial<Record<'before' | 'quote' | 'specifier', string>>;
    return before && specifier ? `${before}${quote}${rename(specifier)}${quote}` : whole;
  });
}

/** The path of the declaration file that a specifier refers to; null for other packages. */
function targetOf(file: string, specifier: string): string | null {
  const [, ofProtocol] = /^@chatdock\/protocol\/(.+)$/.exec(specifier) ?? [];
  if (ofProtocol) return `src/protocol/${ofProtocol}.d.ts`;
  if (!specifier.startsWith('.')) return null;
  return posix.join(posix.dirname(file), specifier).replace(/\.tsx?$/, '.d.ts');
}

function toSpecifier(file: string, target: string): string {
  const path = posix.relative(posix.dirname(file), target).replace(/\.d\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

/** Writes `dist/types` of one package. Throws if a file is missing, because its types would be `any` for users of the package. */
export function publishTypes({ manifest, from, packageFolder }: PublishOptions): void {
  const into = join(packageFolder, TYPES_FOLDER);
  rmSync(into, { recursive: true, force: true });
  const entries = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'object' && entry.types ? [posix.relative(TYPES_FOLDER, entry.types)] : [],
  );
  // Iterating a Set also visits the files that are added meanwhile.
  const reached = new Set(entries);
  for (const file of reached) {
    const code = mapSpecifiers(readFileSync(join(from, file), 'utf8'), (specifier) => {
      const target = targetOf(file, specifier);
      if (target === null) return specifier;
      reached.add(target);
      return toSpecifier(file, target);
    });
    const copy = join(into, file);
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, code);
  }
}
