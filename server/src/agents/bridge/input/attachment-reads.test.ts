import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { SiteConverter, type OpenFile } from '../../configured/site-converter.ts';
import { AttachmentReads, ByteBudget } from './attachment-reads.ts';

const file = (id: string, mime_type = 'image/png') => ({ type: 'file' as const, id, name: `${id}.png`, mime_type });

let nextId = 0;
function userMessage(text: string, attachments: ReturnType<typeof file>[] = []): ThreadItem {
  return {
    type: 'user_message',
    id: `msg_${(nextId += 1)}`,
    thread_id: 'thr_1',
    created_at: '2025-01-02T03:04:05Z',
    content: [{ type: 'input_text', text }],
    attachments,
    inference_options: {},
  };
}

/** Files of `sizeBytes` each, and which of them were opened. */
function disk(sizeBytes: number) {
  const opened: string[] = [];
  const open: OpenFile = async (id) => {
    opened.push(id);
    return { sizeBytes, stream: Readable.from([Buffer.alloc(sizeBytes, 1)]) };
  };
  return { open, opened };
}

const converted = async (converter: SiteConverter, items: ThreadItem[], reads = new AttachmentReads()) =>
  JSON.stringify(await converter.toAgentInput(items, reads));
const picturesIn = (json: string) => json.split('data:image/png').length - 1;

describe('reading files for a model', () => {
  it('trims the conversation first, so files of dropped messages stay closed', async () => {
    const { open, opened } = disk(10);
    const items = [userMessage('old', [file('atc_old')]), userMessage('new', [file('atc_new')])];
    await new SiteConverter(open).toAgentInputWithin(1500, items.toReversed());
    expect(opened).toEqual(['atc_new']);
  });

  it('loads no more items than fit', async () => {
    const asked: string[] = [];
    async function* newestFirst() {
      for (const name of ['newest', 'older', 'oldest', 'never']) {
        asked.push(name);
        yield userMessage(name.padEnd(4000, '.'));
      }
    }
    const input = await new SiteConverter().toAgentInputWithin(2200, newestFirst());
    expect([input.length, asked]).toEqual([2, ['newest', 'older', 'oldest']]);
  });

  it('reads a file once, however often the conversation refers to it', async () => {
    const { open, opened } = disk(10);
    const again = [userMessage('1', [file('atc_a')]), userMessage('2', [file('atc_a'), file('atc_a')])];
    const json = await converted(new SiteConverter(open), again);
    expect([opened, picturesIn(json)]).toEqual([['atc_a'], 1]);
    expect(json).toContain('the same as in a later message');
  });

  it('drops the oldest files that exceed the byte limit of a turn', async () => {
    const { open } = disk(100);
    const reads = new AttachmentReads(new ByteBudget({ turnBytes: 250, processBytes: 1000 }));
    const json = await converted(
      new SiteConverter(open),
      ['a', 'b', 'c'].map((id) => userMessage(id, [file(`atc_${id}`)])),
      reads,
    );
    expect(picturesIn(json)).toBe(2);
    expect(json).toMatch(/atc_a\.png” \(image\/png\)\. It is left out/u);
  });

  it('skips an image that is too large, and reads only the start of a long text', async () => {
    const read: number[] = [];
    const open: OpenFile = async (id) => ({
      sizeBytes: 50_000_000,
      stream: Readable.from(
        (function* () {
          for (let piece = 0; piece < 800; piece += 1) {
            if (id === 'atc_text') read[0] = (read[0] ?? 0) + 65_536;
            else read[1] = (read[1] ?? 0) + 65_536;
            yield Buffer.alloc(65_536, 65);
          }
        })(),
        { highWaterMark: 1 },
      ),
    });
    const message = userMessage('Look', [file('atc_text', 'text/plain'), file('atc_picture')]);
    const json = await converted(new SiteConverter(open), [message]);
    expect(json).toContain('[the rest is left out]');
    expect(json).toContain('too large to be shown');
    expect(read[0]).toBeLessThan(400_000);
    expect(read[1] ?? 0).toBeLessThan(400_000);
  });

  it('encodes an image correctly, however its bytes are chunked', async () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      const pieces = Array.from({ length: Math.ceil(1000 / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const open: OpenFile = async () => ({ sizeBytes: 1000, stream: Readable.from(pieces) });
      const json = await converted(new SiteConverter(open), [userMessage('Look', [file('atc_a')])]);
      expect(json).toContain(`data:image/png;base64,${bytes.toString('base64')}"`);
    }
  });

  it('stops reading a file when the visitor leaves', async () => {
    const leaving = new AbortController();
    const stuck = new Readable({ read: () => undefined });
    const open: OpenFile = async () => ({ sizeBytes: 10, stream: stuck });
    const reads = new AttachmentReads(new ByteBudget(), leaving.signal);
    const reading = converted(new SiteConverter(open), [userMessage('Look', [file('atc_a')])], reads);
    setImmediate(() => leaving.abort());
    await expect(reading).rejects.toThrow('aborted');
    expect(stuck.destroyed).toBe(true);
  });
});

describe('the byte budget that all turns share', () => {
  const limits = { turnBytes: 100, processBytes: 150, waitMs: 60_000, maxWaiting: 2 };
  const never = new AbortController().signal;

  it('serves turns in order, and frees what a turn did not need at once', async () => {
    const budget = new ByteBudget(limits);
    const [first, second] = [new AttachmentReads(budget, never), new AttachmentReads(budget, never)];
    await first.reserve();
    let hasRoom = false;
    const waiting = second.reserve().then(() => (hasRoom = true));
    await Promise.resolve();
    expect(first.take(60)).toBe(true);
    expect(hasRoom).toBe(false);
    first.settle();
    await Promise.resolve();
    expect(hasRoom).toBe(false);
    first.end();
    await waiting;
    expect(second.take(101)).toBe(false);
    expect(second.take(100)).toBe(true);
  });

  it('refuses with a message when too many turns wait', async () => {
    const budget = new ByteBudget(limits);
    await budget.acquire(100, never);
    const leaving = new AbortController();
    const waiting = [1, 2].map(() => budget.acquire(100, leaving.signal).catch(() => 'left'));
    await expect(budget.acquire(100, never)).rejects.toThrow('Too many files are being read');
    leaving.abort();
    expect(await Promise.all(waiting)).toEqual(['left', 'left']);
  });

  it('refuses with a message after a while, and serves the next turn once bytes are free', async () => {
    const budget = new ByteBudget({ ...limits, waitMs: 20 });
    await budget.acquire(100, never);
    await expect(budget.acquire(100, never)).rejects.toThrow('Try again in a few seconds');
    budget.release(100);
    await budget.acquire(150, never);
  });

  it('drops the request of a visitor who has left', async () => {
    const budget = new ByteBudget(limits);
    await budget.acquire(100, never);
    const leaving = new AbortController();
    const large = budget.acquire(100, leaving.signal);
    const small = budget.acquire(40, never);
    leaving.abort(new Error('left'));
    await expect(large).rejects.toThrow('left');
    await small;
    budget.release(140);
    await budget.acquire(150, never);
  });
});
