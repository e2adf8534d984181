/** Looks features up in MDN's browser compatibility data, and compares them with the floor. */
import type { CompatStatement, Identifier, SimpleSupportStatement } from '@mdn/browser-compat-data';
import bcd from '@mdn/browser-compat-data' with { type: 'json' };
import { FLOOR } from './floor.ts';

/** A feature that a browser of the floor lacks. */
export interface Finding {
  /** The path in the data, such as `javascript.builtins.Promise.withResolvers`. */
  feature: string;
  /** Such as `chrome 119`; without a version if no version has it. */
  since: string[];
}

/** The feature at a path of the data, if the data has it. */
export function featureAt(...path: string[]): Identifier | undefined {
  // The data is a tree of identifiers below its groups; its type names the groups one by one.
  let at: Identifier | undefined = bcd as unknown as Identifier;
  for (const name of path) at = at && Object.hasOwn(at, name) ? at[name] : undefined;
  return at;
}

/** The missing support of a feature on the floor; null if the floor has it, or if the data does not contain it. */
export function findingAt(...path: string[]): Finding | null {
  const compat = featureAt(...path)?.__compat;
  const since = compat ? lacking(compat) : [];
  return since.length > 0 ? { feature: path.join('.'), since } : null;
}

/** The browsers of the floor that lack the feature. */
function lacking({ support }: CompatStatement): string[] {
  return Object.entries(FLOOR).flatMap(([browser, oldest]) => {
    // Every browser of the floor is one that the data has.
    const statements = [support[browser as keyof typeof FLOOR] ?? []].flat();
    const added = statements.find(isPlain)?.version_added;
    if (typeof added !== 'string' || added === 'preview') return [browser];
    return compareVersions(added, oldest) > 0 ? [`${browser} ${added}`] : [];
  });
}

/** Neither behind a flag or a prefix, nor removed again. */
const isPlain = (statement: SimpleSupportStatement) =>
  !statement.flags && !statement.prefix && !statement.alternative_name && !statement.version_removed;

function compareVersions(one: string, other: string): number {
  const [first, second] = [one, other].map((version) => version.replace('≤', '').split('.').map(Number));
  return (first?.[0] ?? 0) - (second?.[0] ?? 0) || (first?.[1] ?? 0) - (second?.[1] ?? 0);
}
