/** Refuses writes of a turn that another process has taken over. */
import type { RequestContext } from '../../core/context.ts';
import type { SqlDatabase } from './sql-database.ts';

/** The condition under which a turn may write. See SqlDatabase.upsertItem. */
export const mayWrite = (place: number, database: Pick<SqlDatabase, 'shareLock'>) =>
  mayWriteAs(`$${place}`, `$${place + 1}`, database);

/** The same with expressions for the run id and the fence. */
export const mayWriteAs = (runId: string, fence: string, { shareLock }: Pick<SqlDatabase, 'shareLock'>) =>
  `(${runId} = '' OR EXISTS (SELECT 1 FROM chatdock_runs run WHERE run.run_id = ${runId} AND run.fence = ${fence} AND outcome IS NULL${shareLock}))`;

/** The values of the run id and the fence. */
export const fenceValues = (fence: RequestContext['fence']) => [fence?.runId ?? '', fence?.token ?? ''];
