/** Which releases may use a database. During an update, an older and a newer release use the same database. */

/**
 * Releases with at least so many migrations can use the tables as they are now, because all later migrations only add:
 * tables, indexes, and columns that may stay empty. Raise it to the number of a migration that changes or removes
 * something. Publish that migration one release after the code has stopped using the removed parts.
 */
export const COMPATIBLE_FROM = 4;

export interface SchemaState {
  /** The number of migrations that were applied to the database. */
  readonly applied: number;
  /**
   * A release with fewer migrations than this must not use the database. Releases from before `applied` existed compare
   * only this number.
   */
  readonly compatibleFrom: number;
}

export const NEWER_RELEASE =
  'The database was written by a newer release of this server. Install that release, or choose another DATABASE_URL.';

/** Whether a release with `known` migrations finds everything it needs. */
export const isUpToDate = ({ applied, compatibleFrom }: SchemaState, known: number): boolean =>
  applied >= known && compatibleFrom <= known;

export const isTooNew = ({ compatibleFrom }: SchemaState, known: number): boolean => compatibleFrom > known;

/** The state to record once all `known` migrations were applied. */
export const migratedState = ({ compatibleFrom }: SchemaState, known: number): SchemaState => ({
  applied: known,
  compatibleFrom: Math.max(compatibleFrom, COMPATIBLE_FROM),
});
