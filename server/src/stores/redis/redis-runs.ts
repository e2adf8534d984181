/**
 * Connects processes through Redis: requests for a running turn use publish and subscribe, its events a stream. Leases
 * and outcomes stay in the database of the items, because a fence protects only inside the transaction that checks it.
 */
import type { EventBatch, RecordedOutcome } from '../../core/runs/resuming/run-buffer.ts';
import { runGone } from '../../core/runs/resuming/run-buffer.ts';
import type { RunClaim, RunRecord, RunRegistry, RunRequest, RunWatch } from '../../core/runs/resuming/run-registry.ts';
import type { RedisLink } from './redis-link.ts';
import { StreamTail } from './stream-tail.ts';

const CHANNEL = 'chatdock:runs';
/** How often the database is checked for requests that were published while the subscription was interrupted. */
const ASK_DATABASE_MS = 2000;
/** At most ten batches a second are written, so this covers the newest eight minutes of a turn. */
const MAX_BATCHES = 5000;
/** Longer than a reader may lag behind. A finished turn is read from its thread. */
const KEEP_SECONDS = 600;

/**
 * How often a reader without news checks the log and the database, because the turn's process or its stream may be
 * lost.
 */
const WAIT_MS = 300;

type RunCommand = 'stop' | 'delete' | 'follow';
const isRunCommand = (text: string | undefined): text is RunCommand =>
  text === 'stop' || text === 'delete' || text === 'follow';

export class RedisRuns implements RunRegistry {
  readonly isShared = true;
  readonly #records: RunRegistry;
  readonly #redis: RedisLink;
  readonly #tail: StreamTail;
  /** Requests of other processes for the turns that run here. */
  readonly #own = new Map<string, Set<RunCommand>>();
  /** Turns whose stream has begun, and turns whose stream was lost, which continue in the database. */
  readonly #logged = new Map<string, 'stream' | 'database'>();
  #askedMs = 0;
  #onRequest = () => {};

  constructor(records: RunRegistry, redis: RedisLink) {
    this.#records = records;
    this.#redis = redis;
    this.#tail = new StreamTail(redis);
    redis.listen(CHANNEL, (message) => {
      const [command, runId = ''] = message.split(' ');
      const commands = this.#own.get(runId);
      if (commands && isRunCommand(command)) {
        commands.add(command);
        this.#onRequest();
      }
      if (command === 'ended') this.#tail.wake(toStream(runId));
    });
  }

  async claim(claim: RunClaim): Promise<RunRecord | null> {
    // Do this before the claim, because requests may arrive as soon as others can see the turn.
    const isNew = !this.#own.has(claim.runId);
    if (isNew) this.#own.set(claim.runId, new Set());
    let other: RunRecord | null | undefined;
    try {
      other = await this.#records.claim(claim);
      return other;
    } finally {
      if (isNew && other !== null) this.#own.delete(claim.runId);
    }
  }

  renew(runId: string, fence: string): Promise<boolean> {
    return this.#records.renew(runId, fence);
  }

  async finish(runId: string, fence: string, outcome: RecordedOutcome): Promise<void> {
    const isRead = this.#logged.has(runId);
    this.#release(runId);
    await this.#records.finish(runId, fence, outcome);
    if (isRead) await this.#publish('ended', runId);
  }

  async forget(runId: string): Promise<void> {
    this.#release(runId);
    await this.#records.forget(runId);
  }

  find(runId: string): Promise<RunRecord | null> {
    return this.#records.find(runId);
  }

  latest(threadId: string): Promise<RunRecord | null> {
    return this.#records.latest(threadId);
  }

  expire(): Promise<RunRecord[]> {
    return this.#records.expire();
  }

  async stop(runId: string, isDeleted = false): Promise<void> {
    await this.#records.stop(runId, isDeleted);
    if (isDeleted) await this.#publish('delete', runId);
    await this.#publish('stop', runId);
  }

  async follow(runId: string): Promise<void> {
    await this.#records.follow(runId);
    await this.#publish('follow', runId);
  }

  onRequest(listener: () => void): void {
    this.#onRequest = listener;
  }

  async requests(): Promise<RunRequest[]> {
    if (Math.abs(Date.now() - this.#askedMs) >= ASK_DATABASE_MS) {
      this.#askedMs = Date.now();
      for (const { runId, isStopping, isDeleted, isFollowed } of await this.#records.requests()) {
        const commands = this.#own.get(runId);
        if (isDeleted) commands?.add('delete');
        if (isStopping) commands?.add('stop');
        if (isFollowed) commands?.add('follow');
      }
    }
    return [...this.#own]
      .filter(([, commands]) => commands.size > 0)
      .map(([runId, commands]) => ({
        runId,
        isStopping: commands.has('stop'),
        ...(commands.has('delete') && { isDeleted: true }),
        isFollowed: commands.has('follow'),
      }));
  }

  /** Does not fail if Redis does, because the end of a turn waits for its log. */
  async append(runId: string, batch: EventBatch): Promise<boolean> {
    if (this.#logged.get(runId) !== 'database') {
      const isBeginning = !this.#logged.has(runId);
      try {
        await this.#addToStream(runId, batch, isBeginning);
        this.#logged.set(runId, 'stream');
        return true;
      } catch {
        this.#logged.set(runId, 'database');
        // Readers may not have read all of the stream yet, so this batch alone would leave a gap.
        if (!isBeginning) return false;
      }
    }
    return await this.#records.append(runId, batch);
  }

  async readLog(runId: string, after: number): Promise<EventBatch[]> {
    const batches = await this.#readStream(runId, after).catch((): StreamedBatch[] => []);
    const [first] = batches;
    // A new reader cannot use a log whose beginning is lost.
    if (first && after === 0 && !first.isBeginning) throw runGone();
    if (first) return batches.map(({ first: number, events }) => ({ first: number, events }));
    const stored = await this.#records.readLog(runId, after);
    if (stored[0] && after === 0 && stored[0].first > 1) throw runGone();
    return stored;
  }

  watch(runId: string): RunWatch {
    const follower = this.#tail.follow(toStream(runId));
    return {
      async wait() {
        const entries = await follower.wait(WAIT_MS);
        return entries && toBatches(entries).map(({ first, events }) => ({ first, events }));
      },
      close: follower.close,
    };
  }

  #release(runId: string): void {
    this.#own.delete(runId);
    this.#logged.delete(runId);
  }

  /** The database already has the request, so a lost message only delays it. */
  async #publish(command: RunCommand | 'ended', runId: string): Promise<void> {
    await this.#redis.send(['PUBLISH', CHANNEL, `${command} ${runId}`]).catch(() => undefined);
  }

  /**
   * The number of the first event is the entry's id, so that readers find their position. @throws if the stream was
   * lost
   */
  async #addToStream(runId: string, { first, events }: EventBatch, isBeginning: boolean): Promise<void> {
    const key = toStream(runId);
    const limit = ['MAXLEN', '~', String(MAX_BATCHES)];
    // NOMKSTREAM: after a restart of Redis the beginning is lost, and a stream without its beginning must not be
    // created.
    const create = isBeginning ? [] : ['NOMKSTREAM'];
    const kind = isBeginning ? 'beginning' : 'more';
    const id = await this.#redis.send(['XADD', key, ...create, ...limit, `${first}-1`, kind, JSON.stringify(events)]);
    if (id === null) throw new Error('The log of this turn is no longer in Redis.');
    await this.#redis.send(['EXPIRE', key, String(KEEP_SECONDS)]);
  }

  /** The batches with events after `after`. The first of them may begin before. */
  async #readStream(runId: string, after: number): Promise<StreamedBatch[]> {
    const key = toStream(runId);
    const [from] = toBatches(await this.#redis.send(['XREVRANGE', key, `${after + 1}-1`, '-', 'COUNT', '1']));
    const batches = toBatches(await this.#redis.send(['XRANGE', key, from ? `${from.first}-1` : '-', '+']));
    return batches.filter(({ first, events }) => first + events.length - 1 > after);
  }
}

interface StreamedBatch extends EventBatch {
  readonly isBeginning: boolean;
}

const toStream = (runId: string) => `chatdock:run:${runId}`;

function toBatches(answer: unknown): StreamedBatch[] {
  // Redis' answer to XRANGE, and the events as `append` wrote them.
  const entries = answer as [id: string, fields: [kind: string, events: string]][];
  return entries.map(([id, [kind, events]]) => ({
    first: Number(id.split('-')[0]),
    events: JSON.parse(events) as string[],
    isBeginning: kind === 'beginning',
  }));
}
