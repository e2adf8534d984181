/**
 * The type declarations of a published package: the files that its entries reach, copied out of what `tsc -b` writes. Our private
 * package is not published, so imports of `@chatdock/protocol/…` become relative paths to the copies.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export interface Manifest {
  exports: Record<string, string | { types?: string }>;
}

export interface PublishOptions {
  manifest: Manifest;
  /** Where `tsc -b` writes: a tree with the paths of the sources. */
  from: string;
  /** The folder of the package. */
  packageFolder: string;
}

const typesFolder = 'dist/types';

/** A comment or a string, so that neither is taken for an import; or an import's specifier with what comes before it. */
const tokens =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<before>\b(?:from|import)\s*\(?\s*)(?<quote>['"])(?<specifier>[^'"\n]+)\k<quote>|'[^'\n]*'|"[^"\n]*"|`[^`]*`/g;

/** Calls `rename` with each specifier that a declaration file imports, and puts what it returns in its place. */
export function mapSpecifiers(code: string, rename: (specifier: string) => string): string {
  return code.replaceAll(tokens, (whole: string, ...rest: unknown[]) => {
    const { before, quote = '', specifier } = rest.at(-1) as Partial<Record<'before' | 'quote' | 'specifier', string>>;
    return before && specifier ? `${before}${quote}${rename(specifier)}${quote}` : whole;
  });
}

/** The declaration file that a specifier means, as a path under the tree; null for another package. */
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

/** Writes `dist/types` of one package. A missing file is an error: its import would be `any` to those who install us. */
export function publishTypes({ manifest, from, packageFolder }: PublishOptions): void {
  const into = join(packageFolder, typesFolder);
  rmSync(into, { recursive: true, force: true });
  const entries = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'object' && entry.types ? [posix.relative(typesFolder, entry.types)] : [],
  );
  // The loop goes on to what is added while it runs.
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
