/** An older release can run beside a newer one only if migrations only add. */
import { describe, expect, it } from 'vitest';
import { POSTGRES_MIGRATIONS } from '../postgres/postgres-schema.ts';
import { COMPATIBLE_FROM, isTooNew, isUpToDate, migratedState } from './schema-state.ts';
import { SQLITE_MIGRATIONS } from '../sqlite/sqlite-schema.ts';

const ADDITIONS = [
  /^CREATE (UNLOGGED )?TABLE /,
  /^CREATE INDEX /,
  // A new way to split texts into words, for new tables.
  /^CREATE TEXT SEARCH (DICTIONARY|CONFIGURATION) /,
  /^ALTER TEXT SEARCH CONFIGURATION \w+ ADD MAPPING /,
  // Older releases write rows without the new column.
  /^ALTER TABLE \w+ ADD COLUMN \w+ \w+( NOT NULL DEFAULT \S+)?$/,
];

describe.each([
  ['PostgreSQL', POSTGRES_MIGRATIONS],
  ['SQLite', SQLITE_MIGRATIONS],
])('migrations of %s', (_name, migrations) => {
  it('only add, from the first number that an older release may still use', () => {
    const statements = migrations.slice(COMPATIBLE_FROM).flatMap((sql) => sql.split(';'));
    const others = statements
      .map((statement) => statement.trim().replaceAll(/\s+/g, ' '))
      .filter((statement) => statement !== '' && !ADDITIONS.some((addition) => addition.test(statement)));
    expect(others).toEqual([]);
  });
});

it('a release accepts a schema that has its migrations and still supports its version', () => {
  const later = { applied: 9, compatibleFrom: 4 };
  expect([3, 4, 8, 9, 10].map((known) => isUpToDate(later, known))).toEqual([false, true, true, true, false]);
  expect([3, 4, 8, 9, 10].map((known) => isTooNew(later, known))).toEqual([true, false, false, false, false]);
});

it('the number that older releases compare never decreases', () => {
  expect(migratedState({ applied: 0, compatibleFrom: 0 }, 7)).toEqual({ applied: 7, compatibleFrom: COMPATIBLE_FROM });
  expect(migratedState({ applied: 6, compatibleFrom: 6 }, 7)).toEqual({ applied: 7, compatibleFrom: 6 });
});
