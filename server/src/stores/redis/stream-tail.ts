/** Waits for new entries of many streams with one connection. Redis answers as soon as one of them grows. */
import type { RedisLink } from './redis-link.ts';

interface Follower {
  /** The entries since the last call; null if none came in time, some were left out, or `wake` was called. */
  wait(forMs: number): Promise<unknown[] | null>;
  close(): void;
}

interface Stream {
  /** The id of the last entry; `$` until one came. */
  last: string;
  readonly readers: Set<Reader>;
}

interface Reader {
  /** Null once some were left out. */
  entries: unknown[] | null;
  wake: (() => void) | undefined;
}

/** How long one read waits in Redis. */
const BLOCK_MS = 5000;
/** The maximum number of waiting entries for a slow reader. Beyond it, the reader reads the log instead. */
const MAX_WAITING = 50;
const AFTER_ERROR_MS = 500;
/** A stream whose entries end a blocked read, so that the next read includes the new reader's stream. */
const WAKE_SECONDS = '60';

export class StreamTail {
  readonly #redis: RedisLink;
  readonly #streams = new Map<string, Stream>();
  readonly #wakeKey = `chatdock:wake:${crypto.randomUUID()}`;
  #wakeLast = '0';
  #isReading = false;

  constructor(redis: RedisLink) {
    this.#redis = redis;
  }

  follow(key: string): Follower {
    const reader: Reader = { entries: [], wake: undefined };
    const stream: Stream = this.#streams.get(key) ?? { last: '$', readers: new Set() };
    stream.readers.add(reader);
    if (!this.#streams.has(key)) {
      this.#streams.set(key, stream);
      if (this.#isReading) void this.#interrupt();
      else void this.#read();
    }
    return {
      wait: (forMs) => waitFor(reader, forMs),
      close: () => {
        stream.readers.delete(reader);
        if (stream.readers.size === 0 && this.#streams.get(key) === stream) this.#streams.delete(key);
      },
    };
  }

  /** Makes the waiting readers of a stream return null. */
  wake(key: string): void {
    for (const reader of this.#streams.get(key)?.readers ?? []) {
      reader.entries = null;
      reader.wake?.();
    }
  }

  async #interrupt(): Promise<void> {
    const add = ['XADD', this.#wakeKey, 'MAXLEN', '1', '*', 'wake', ''];
    // If this fails, the reader waits for the next read and then checks the log.
    await this.#redis.send(add).catch(() => undefined);
    await this.#redis.send(['EXPIRE', this.#wakeKey, WAKE_SECONDS]).catch(() => undefined);
  }

  /** Reads one batch at a time while the stream has followers. */
  async #read(): Promise<void> {
    this.#isReading = true;
    while (this.#streams.size > 0) {
      const keys = [...this.#streams.keys()];
      const ids = [...this.#streams.values()].map(({ last }) => last);
      const streams = ['STREAMS', this.#wakeKey, ...keys, this.#wakeLast, ...ids];
      try {
        for (const [key, entries] of toAnswers(
          await this.#redis.block(['XREAD', 'BLOCK', String(BLOCK_MS), ...streams]),
        )) {
          const last = entries.at(-1)?.[0];
          if (key === this.#wakeKey) this.#wakeLast = last ?? this.#wakeLast;
          else this.#hand(key, entries, last);
        }
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AFTER_ERROR_MS));
        // After Redis has lost its streams, their ids start again.
        this.#wakeLast = '0';
        for (const stream of this.#streams.values()) stream.last = '$';
      }
    }
    this.#isReading = false;
  }

  #hand(key: string, entries: readonly Entry[], last: string | undefined): void {
    const stream = this.#streams.get(key);
    if (!stream || last === undefined) return;
    stream.last = last;
    for (const reader of stream.readers) {
      const isFull = reader.entries === null || reader.entries.length + entries.length > MAX_WAITING;
      reader.entries = isFull ? null : [...(reader.entries ?? []), ...entries];
      reader.wake?.();
    }
  }
}

async function waitFor(reader: Reader, forMs: number): Promise<unknown[] | null> {
  if (reader.entries?.length === 0) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      reader.wake = resolve;
      timer = setTimeout(resolve, forMs);
    });
    clearTimeout(timer);
    reader.wake = undefined;
  }
  const { entries } = reader;
  reader.entries = [];
  return entries?.length === 0 ? null : entries;
}

type Entry = [id: string, fields: string[]];

/** Redis' answer to XREAD: null, a list of pairs or, with its newer protocol, a map. */
function toAnswers(answer: unknown): [key: string, entries: Entry[]][] {
  if (answer === null || typeof answer !== 'object') return [];
  const pairs = Array.isArray(answer) ? answer : answer instanceof Map ? [...answer] : Object.entries(answer);
  // Redis' format: the key of a stream with its entries.
  return pairs as [string, Entry[]][];
}
