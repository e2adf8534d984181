import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventFormat, EventWriter } from './event-writer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection whose reader the test controls. */
function openWriter(format: EventFormat = 'sse') {
  const sent: string[] = [];
  const reader = { isReading: true, hasLeft: false };
  const moving: (() => void)[] = [];
  const writer = new EventWriter({
    format,
    transport: {
      write(text) {
        sent.push(text);
        return reader.isReading;
      },
      isBehind: () => !reader.isReading,
      onceMoving: (_filler, callback) => moving.push(callback),
      end: () => void sent.push('end'),
      destroy: () => {
        reader.hasLeft = true;
        writer.close();
      },
    },
  });
  return { writer, sent, reader, readAgain: () => moving.splice(0).forEach((callback) => callback()) };
}

describe('a silent stream', () => {
  it('sends a comment at least every 15 seconds, from the start, which no reader parses', () => {
    const { sent, writer } = openWriter();
    vi.advanceTimersByTime(15_000);
    expect(sent).toEqual([':\n\n']);
    vi.advanceTimersByTime(60_000);
    expect(sent.length).toBeGreaterThanOrEqual(5);
    expect(new Set(sent)).toEqual(new Set([':\n\n']));
    writer.end();
  });

  it('stays valid JSON on every line in NDJSON', () => {
    const { sent, writer } = openWriter('ndjson');
    vi.advanceTimersByTime(30_000);
    writer.event('{"type":"x"}');
    expect(sent.length).toBeGreaterThan(1);
    const lines = sent.join('').split('\n').filter(Boolean);
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ type: 'x' }]);
    writer.end();
  });

  it('sends no comment while events flow, nor after the end', () => {
    const { sent, writer } = openWriter();
    for (let second = 0; second < 60; second += 1) {
      writer.event('{}');
      vi.advanceTimersByTime(1000);
    }
    expect(sent.filter((text) => text !== 'data: {}\n\n')).toEqual([]);
    writer.end();
    vi.advanceTimersByTime(60_000);
    expect(sent.at(-1)).toBe('end');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a reader that stops reading', () => {
  it('pauses the run until it reads again', async () => {
    const { writer, reader } = openWriter();
    expect(writer.event('{}')).toBeUndefined();
    reader.isReading = false;
    const held = writer.event('{}');
    const goesOn = vi.fn<() => void>();
    void held?.then(goesOn);
    await Promise.resolve();
    expect(goesOn).not.toHaveBeenCalled();
    writer.drained();
    await held;
    writer.end();
  });

  it('is disconnected within 30 seconds, and the run continues', async () => {
    const { writer, reader } = openWriter();
    reader.isReading = false;
    const held = writer.event('{}');
    vi.advanceTimersByTime(30_000);
    expect(reader.hasLeft).toBe(true);
    await held;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays connected if it reads a little now and then', () => {
    const { writer, reader, readAgain } = openWriter();
    reader.isReading = false;
    void writer.event('{}');
    for (let round = 0; round < 20; round += 1) {
      vi.advanceTimersByTime(15_000);
      readAgain();
    }
    expect(reader.hasLeft).toBe(false);
    writer.close();
  });
});
