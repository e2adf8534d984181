/** Visitors without our client who always want more than the limits allow, and one who sends files. */
import { setTimeout as pause } from 'node:timers/promises';

/** Keeps five visitors below the limit of requests, whose refusals look like those of the limit of answers. */
const AGAIN_MS = 750;
/** Answers beyond the limit run side by side for seconds. */
const LOOK_AGAIN_MS = 2000;
const FILES_MS = 1000;
const MINUTE_MS = 60_000;
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

/** Always requests two more simultaneous answers than the limit allows. */
export async function openGreedyVisitor(entrance: string, limit: number, onOver: () => void = () => undefined) {
  const { ask } = await introduce(entrance);
  const seen = { overLimit: 0, slotsBackMs: 0 };
  const open = new Set<object>();
  let uncountedUntil = 0;
  /** The time at which the last answer broke off. Cleared when as many answers run as the limit allows. */
  let brokenAt: number | undefined;
  /** The site's longest response time since then, because the machine may be busy. */
  let slowestMs = 0;
  const breakOff = () => {
    brokenAt = performance.now();
    slowestMs = 0;
  };
  const countReturn = () => {
    if (brokenAt === undefined) return;
    // A slot may come back while a refusal is on its way, and the next question gets it.
    seen.slotsBackMs = Math.max(seen.slotsBackMs, performance.now() - brokenAt - 2 * slowestMs);
    brokenAt = undefined;
  };

  /** The ends of answers may be on their way when another begins. */
  async function lookAgain(answers: readonly object[]): Promise<void> {
    await pause(LOOK_AGAIN_MS);
    if (answers.filter((answer) => open.has(answer)).length <= limit) return;
    seen.overLimit += 1;
    onOver();
  }

  async function begin(over: AbortSignal): Promise<Response> {
    const asked = performance.now();
    const answer = await ask(BEGIN, over);
    slowestMs = Math.max(slowestMs, performance.now() - asked);
    if (asked > uncountedUntil && answer.ok && open.size >= limit) void lookAgain([answer, ...open]);
    return answer;
  }

  /** Begins an answer and reads it to its end; false when it was refused. */
  async function readOne(over: AbortSignal): Promise<boolean> {
    const answer = await begin(over);
    if (!answer.ok) {
      await answer.text();
      // A site has no slots while its database is unavailable.
      if (answer.status !== 429 && brokenAt !== undefined) breakOff();
      return false;
    }
    open.add(answer);
    if (open.size >= limit) countReturn();
    try {
      const text = await answer.text();
      // Without its last event the answer ended with its process.
      if (!text.includes('thread.item.done')) breakOff();
    } catch (cause) {
      breakOff();
      throw cause;
    } finally {
      open.delete(answer);
    }
    return true;
  }

  return {
    seen,
    /** The counter is unavailable: for this long, exceeding the limit is not a fault. */
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

interface RequestLimit {
  /** Requests in a minute. */
  limit: number;
  /** Whether minutes follow the clock; otherwise a minute begins with the first request. */
  isOfClock: boolean;
}

/** Sends requests as fast as it can, and counts the answered ones. */
export async function openFastVisitor(entrance: string, { limit, isOfClock }: RequestLimit) {
  const seen = { requestsOfLimit: 0 };
  let era = { since: Date.now(), answered: 1 };
  const { ask } = await introduce(entrance);
  let restingUntil = 0;
  /** After a pause, a minute may have begun earlier, and another may begin in between. */
  let partMinutes = 0;
  const endEra = () => {
    const { since, answered } = era;
    const [first, last] = [since / MINUTE_MS, Date.now() / MINUTE_MS];
    const minutes = isOfClock
      ? Math.floor(last) - Math.floor(first) + 1
      : Math.max(Math.ceil(last - first), 1) + partMinutes;
    seen.requestsOfLimit = Math.max(seen.requestsOfLimit, answered / (minutes * limit));
  };
  return {
    seen,
    /** The counter is unavailable and may return empty: for this long, send no requests. */
    rest(forMs: number): void {
      endEra();
      era = { since: Date.now(), answered: 0 };
      partMinutes = 1;
      restingUntil = Date.now() + forMs;
    },
    async hurry(over: AbortSignal): Promise<void> {
      while (!over.aborted) {
        if (Date.now() < restingUntil) {
          await pause(AGAIN_MS);
          era.since = Date.now();
          continue;
        }
        const asking = era;
        const answer = await ask(LIST).catch(() => undefined);
        if (answer?.ok) asking.answered += 1;
        await answer?.text().catch(() => undefined);
        await pause(answer?.ok ? 20 : AGAIN_MS);
      }
      endEra();
    },
  };
}

/** Sends a small file every second, and asks for all of them at the end. */
export async function openUploadingVisitor(entrance: string) {
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
    /** Requests the accepted files from each process in turn. */
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
