/** Parsing time is linear in the length of the text, for any input. */
import { describe, expect, it } from 'vitest';
import { HOSTILE_TEXTS } from '../../../test/harness/hostile/hostile-markdown.ts';
import { inLongRun } from '../../../test/harness/long-run.ts';
import { MarkdownReader } from '../../../test/harness/markdown/stream-markdown.ts';
import { work } from './parsing/steps.ts';

/** The longest text is eight times the shortest. */
const SIZES = inLongRun([32, 64, 128, 256], [8, 64]).map((kilobytes) => kilobytes * 1024);
/** The shortest and the longest text for tests of texts in parts and of processor time. */
const [SMALLEST, LARGEST] = inLongRun([32 * 1024, 256 * 1024] as const, [8 * 1024, 64 * 1024] as const);
/** The steps that eight times the text may take. Short texts have too few levels of a nested list for a constant cost per level. */
const MAX_FACTOR = inLongRun(9, 10);
/**
 * Published attack cases stream in many parts, ours in fewer, because each part costs up to the length of the pending
 * text.
 */
const deltasOf = (name: string) => (name.startsWith('known') ? inLongRun(2000, 100) : inLongRun(200, 25));
/** A shorter time measures the machine rather than the parser. */
const MIN_MEASURED_MS = 400;

/** Reads a text in this many parts. Returns the parser's steps. */
function stepsOf(text: string, parts: number): number {
  const reader = new MarkdownReader();
  work.steps = 0;
  for (let part = 1; part < parts; part++) reader.read(text.slice(0, Math.round((text.length * part) / parts)), false);
  reader.read(text, true);
  return work.steps;
}

/** Processor time of this process, in milliseconds. */
function cpuOf(text: string): number {
  const start = process.cpuUsage();
  stepsOf(text, 1);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const fiveOf = (text: string) => median(Array.from({ length: 5 }, () => cpuOf(text)));

describe('a text that is eight times as long', () => {
  for (const { name, make } of HOSTILE_TEXTS) {
    it(`takes at most ${MAX_FACTOR} times as many steps: ${name}`, { timeout: 120_000 }, () => {
      const atOnce = SIZES.map((size) => stepsOf(make(size), 1));
      expect((atOnce.at(-1) ?? 0) / (atOnce[0] ?? 1), `at once: ${atOnce}`).toBeLessThanOrEqual(MAX_FACTOR);
      const inParts = [SMALLEST, LARGEST].map((size) => stepsOf(make(size), deltasOf(name)));
      expect((inParts.at(-1) ?? 0) / (inParts[0] ?? 1), `in parts: ${inParts}`).toBeLessThanOrEqual(MAX_FACTOR);

      const large = make(LARGEST);
      if (cpuOf(large) < MIN_MEASURED_MS) return;
      expect(fiveOf(large) / fiveOf(make(SMALLEST)), 'processor time').toBeLessThanOrEqual(16);
    });
  }
});
