/** Lists the parts of a published package, read from the lockfile, for the SBOM and for tests. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import * as z from 'zod';

const names = z.record(z.string(), z.string()).optional();
const entrySchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: names,
  optionalDependencies: names,
});
const lockSchema = z.object({ packages: z.record(z.string(), entrySchema) });
type Lock = z.infer<typeof lockSchema>;

interface Part {
  /** Its path in the lockfile: `node_modules/zod`. */
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly license: string | undefined;
  readonly integrity: string | undefined;
  /** The places of its own dependencies. */
  readonly needs: readonly string[];
}

export const readLock = (file = 'package-lock.json'): Lock => lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

/** Everything that is installed with the package at `root` ('' or a workspace's folder), the package itself first. */
export function partsOf({ packages }: Lock, root: string): Part[] {
  const found = new Map<string, Part>();
  const waiting = [root];
  for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
    if (found.has(place)) continue;
    const entry = packages[place];
    if (!entry) throw new Error(`The lockfile has no entry "${place}". Run npm install.`);
    const wanted = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies });
    const needs = wanted.flatMap((name) => resolve(packages, place, name) ?? []);
    found.set(place, {
      place,
      name: entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '0.0.0',
      license: entry.license,
      integrity: entry.integrity,
      needs,
    });
    waiting.push(...needs);
  }
  return [...found.values()];
}

/**
 * Resolves a package like Node: in the folder's own node_modules, then in those above. A workspace's link leads to its
 * folder.
 */
function resolve(packages: Lock['packages'], from: string, name: string): string | undefined {
  for (let folder = from; ; folder = posix.dirname(folder) === '.' ? '' : posix.dirname(folder)) {
    const place = posix.join(folder, 'node_modules', name);
    const entry = packages[place];
    if (entry) return entry.link === true ? entry.resolved : place;
    // An optional package that was not installed for any platform has no entry.
    if (folder === '') return undefined;
  }
}

/**
 * A bill of materials in CycloneDX 1.6. It contains neither a time nor a serial number, so that the same lockfile
 * always gives the same text.
 */
export function toCycloneDx(parts: readonly Part[]): object {
  const [root, ...others] = parts;
  if (!root) throw new Error('A bill of materials needs at least the package itself.');
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: toComponent(root) },
    components: others.map(toComponent),
    dependencies: parts.map((part) => ({
      ref: refOf(part),
      dependsOn: part.needs.flatMap((place) => parts.filter((other) => other.place === place).map(refOf)).toSorted(),
    })),
  };
}

/** The place distinguishes two copies of one version. */
const refOf = ({ place, name, version }: Part) => `${name}@${version}|${place}`;

function toComponent(part: Part): object {
  const { name, version, license, integrity } = part;
  const [algorithm, digest] = integrity?.split(' ')[0]?.split(/-(.*)/u) ?? [];
  return {
    type: 'library',
    'bom-ref': refOf(part),
    name,
    version,
    purl: `pkg:npm/${name.replace(/^@/u, '%40')}@${version}`,
    ...(license !== undefined && { licenses: [{ expression: license }] }),
    ...(algorithm === 'sha512' &&
      digest !== undefined && {
        hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
      }),
  };
}
