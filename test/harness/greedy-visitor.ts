/** Visitors without our client who always want more than the limits allow, and one who sends files. */
import { setTimeout as pause } from 'node:timers/promises';

const AGAIN_MS = 200;
const LOOK_AGAIN_MS = 500;
const FILES_MS = 1000;
const TOKEN = 'chatdock-visitor-token';

const LIST = JSON.stringify({ type: 'threads.list', params: {} });
const BEGIN = JSON.stringify({
  type: 'threads.create',
  params: { input: { content: [{ type: 'input_text', text: 'More' }], attachments: [], inference_options: {} } },
});

async function introduce(entrance: string) {
  const ask = (body: string, token: string, signal?: AbortSignal) =>
    fetch(`${entrance}chatkit`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', [TOKEN]: token },
      signal: signal ?? null,
    });
  const token = (await ask(LIST, 'new')).headers.get(TOKEN) ?? '';
  return { token, ask: (body: string, signal?: AbortSignal) => ask(body, token, signal) };
}

/** Wants two answers more at once than it may have, all the time. */
export async function openGreedyVisitor(entrance: string, limit: number) {
  const { ask } = await introduce(entrance);
  const seen = { overLimit: 0, slotsBackMs: 0 };
  let open = 0;
  let uncountedUntil = 0;
  /** When the last answer broke off, until there are as many again as the limit allows. */
  let brokenAt: number | undefined;
  const countReturn = () => {
    if (brokenAt !== undefined) seen.slotsBackMs = Math.max(seen.slotsBackMs, performance.now() - brokenAt);
    brokenAt = undefined;
  };

  /** The end of one answer may still be on its way while the next one begins; too many last for seconds. */
  async function lookAgain(): Promise<void> {
    await pause(LOOK_AGAIN_MS);
    if (open > limit) seen.overLimit += 1;
  }

  /** Begins an answer and reads it to its end; false when it was refused. */
  async function readOne(over: AbortSignal): Promise<boolean> {
    const answer = await ask(BEGIN, over);
    if (!answer.ok) {
      await answer.text();
      return false;
    }
    open += 1;
    if (open > limit && performance.now() > uncountedUntil) void lookAgain();
    if (open >= limit) countReturn();
    try {
      const text = await answer.text();
      // Without its last event the answer ended with its process.
      if (!text.includes('thread.item.done')) brokenAt = performance.now();
    } catch (cause) {
      brokenAt = performance.now();
      throw cause;
    } finally {
      open -= 1;
    }
    return true;
  }

  return {
    seen,
    /** What counts is away: more than the limit is no fault for so long. */
    expectNoCount: (forMs: number) => void (uncountedUntil = Math.max(uncountedUntil, performance.now() + forMs)),
    async hold(over: AbortSignal): Promise<void> {
      const want = async () => {
        while (!over.aborted) {
          const isAnswered = await readOne(over).catch(() => false);
          if (!isAnswered) await pause(AGAIN_MS);
        }
      };
      await Promise.all(Array.from({ length: limit + 2 }, want));
    },
    /** Resolves when the slots of all lost processes are back, or after `withinMs`. */
    async untilWhole(withinMs: number): Promise<void> {
      for (const deadline = performance.now() + withinMs; performance.now() < deadline; await pause(AGAIN_MS))
        if (brokenAt === undefined) break;
      countReturn();
    },
  };
}

/** Asks as fast as it can, and counts what is answered. */
export async function openHastyVisitor(entrance: string) {
  const { ask } = await introduce(entrance);
  const seen = { answered: 1, since: performance.now() };
  return {
    seen,
    async hurry(over: AbortSignal): Promise<void> {
      while (!over.aborted) {
        const answer = await ask(LIST).catch(() => undefined);
        if (answer?.ok) seen.answered += 1;
        await answer?.text().catch(() => undefined);
        await pause(answer?.ok ? 20 : AGAIN_MS);
      }
    },
  };
}

/** Sends a small file every second, and asks for all of them at the end. */
export async function openCourier(entrance: string) {
  const { token } = await introduce(entrance);
  const headers = { [TOKEN]: token };
  const files: { id: string; text: string }[] = [];
  return {
    async sendFiles(over: AbortSignal): Promise<void> {
      while (!over.aborted) {
        const text = `Note ${files.length}`;
        const body = new FormData();
        body.append('file', new Blob([text], { type: 'text/plain' }), 'note.txt');
        const sent = await fetch(`${entrance}attachments`, { method: 'POST', body, headers }).catch(() => undefined);
        const record: unknown = sent?.ok ? await sent.json().catch(() => undefined) : undefined;
        if (typeof record === 'object' && record !== null && 'id' in record)
          files.push({ id: String(record.id), text });
        await pause(FILES_MS);
      }
    },
    /** Asks each process in turn for the files that were taken. */
    async checkFiles(origins: readonly string[]): Promise<{ files: number; lostFiles: number }> {
      let lostFiles = 0;
      for (const [index, { id, text }] of files.entries()) {
        const answer = await fetch(`${origins[index % origins.length] ?? entrance}attachments/${id}`, { headers });
        if ((await answer.text()) !== text) lostFiles += 1;
      }
      return { files: files.length, lostFiles };
    },
  };
}
