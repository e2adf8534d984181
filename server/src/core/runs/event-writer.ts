/** Writes a run's events to a connection, sends heartbeats, and closes connections that do not read. */
import type { RunSubscriber } from './run-readers.ts';

/** Server-sent events, or one JSON object per line. */
export type EventFormat = 'sse' | 'ndjson';

/** The sending half of a connection. */
export interface Transport {
  /** Queues text. Returns false if the sender should pause until `EventWriter.drained`, because too much is queued. */
  write(text: string): boolean;
  /** Whether text is waiting for the network. */
  isBehind(): boolean;
  /** Calls back as soon as the reader reads more. `filler` may be sent to find out. */
  onceMoving(filler: string, callback: () => void): void;
  end(): void;
  /** Closes at once and discards queued text. */
  destroy(): void;
}

export interface StreamTiming {
  /**
   * After this many milliseconds of silence, a heartbeat is sent, so that proxies do not close the connection.
   * @defaultValue 10000
   */
  readonly heartbeatMs?: number | undefined;
  /** A reader that reads nothing for this many milliseconds counts as disconnected. @defaultValue 15000 */
  readonly stalledAfterMs?: number | undefined;
}

/** Sent to readers that can resume, as ids and comments. Only server-sent events have these. */
interface Marks {
  readonly runId: string;
}

interface EventWriterOptions extends StreamTiming {
  readonly transport: Transport;
  readonly format: EventFormat;
}

/** Readers ignore comments, and leading blanks before a line of NDJSON leave it valid JSON. */
const HEARTBEATS: Record<EventFormat, string> = { sse: ':\n\n', ndjson: ' ' };

export class EventWriter implements RunSubscriber {
  readonly #heartbeatMs: number;
  #marks: Marks | undefined;
  readonly #transport: Transport;
  readonly #format: EventFormat;
  readonly #stalledAfterMs: number;
  readonly #timer: ReturnType<typeof setInterval>;
  #quiet = false;
  #behindSince: number | undefined;
  #resume: (() => void) | undefined;
  #closed = false;

  constructor({ transport, format, heartbeatMs = 10_000, stalledAfterMs = 15_000 }: EventWriterOptions) {
    this.#transport = transport;
    this.#format = format;
    this.#stalledAfterMs = stalledAfterMs;
    this.#heartbeatMs = heartbeatMs;
    this.#timer = setInterval(() => this.#tick(), heartbeatMs / 2);
  }

  event(json: string): void | Promise<void> {
    if (this.#closed) return;
    this.#quiet = false;
    const mayGoOn = this.#transport.write(this.#format === 'sse' ? `data: ${json}\n\n` : `${json}\n`);
    if (!mayGoOn) return new Promise((resolve) => (this.#resume = resolve));
  }

  /** From now on each event carries its number, and each heartbeat says how often one is sent. */
  mark(runId: string): void {
    if (this.#closed || this.#format !== 'sse') return;
    this.#marks = { runId };
    this.#transport.write(this.#heartbeat());
  }

  /** Events of a run, numbered from `first`, in one write. */
  events(first: number, jsons: readonly string[]): void | Promise<void> {
    if (this.#closed) return;
    this.#quiet = false;
    const { runId } = this.#marks ?? {};
    let text = '';
    let number = first;
    for (const json of jsons) {
      if (this.#format === 'ndjson') text += `${json}\n`;
      else text += runId === undefined ? `data: ${json}\n\n` : `id: ${runId}/${number}\ndata: ${json}\n\n`;
      number += 1;
    }
    if (!this.#transport.write(text)) return new Promise((resolve) => (this.#resume = resolve));
  }

  /** Ends the stream. Readers that can resume first get a comment that says how the turn ended. */
  end(outcome?: string): void {
    if (this.#closed) return;
    if (this.#marks && outcome !== undefined) this.#transport.write(`:end ${outcome}\n\n`);
    this.close();
    this.#transport.end();
  }

  /** Call when the transport has room again. */
  drained(): void {
    this.#resume?.();
    this.#resume = undefined;
  }

  /** Call when the connection is closed: writes nothing more, and releases everything that waits for it. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.drained();
  }

  #tick(): void {
    if (this.#transport.isBehind()) return this.#watchStall();
    this.#behindSince = undefined;
    if (this.#quiet) this.#transport.write(this.#heartbeat());
    this.#quiet = !this.#quiet;
  }

  #heartbeat(): string {
    return this.#marks ? `:${this.#heartbeatMs}\n\n` : HEARTBEATS[this.#format];
  }

  #watchStall(): void {
    const now = Date.now();
    if (this.#behindSince === undefined) {
      this.#behindSince = now;
      this.#transport.onceMoving(HEARTBEATS[this.#format], () => (this.#behindSince = undefined));
    } else if (now - this.#behindSince >= this.#stalledAfterMs) this.#transport.destroy();
  }
}
