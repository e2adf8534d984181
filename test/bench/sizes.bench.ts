/** The bytes that a page downloads, step by step. */
import { filesByMoment, weigh } from '../../scripts/weigh.ts';
import type { Benchmark } from './benchmark.ts';

export const benchmark: Benchmark = {
  question: 'How many kilobytes (brotli) has a page fetched when the launcher shows, and when a visitor can type?',
  async run() {
    return Object.entries(filesByMoment()).map(([moment, files]) => ({
      what: `${moment}: ${files.length} ${files.length === 1 ? 'file' : 'files'}`,
      unit: 'KB brotli',
      ours: weigh(files).brotli / 1000,
      other: null,
    }));
  },
};
