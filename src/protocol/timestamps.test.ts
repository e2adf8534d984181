import { expect, it } from 'vitest';
import { parseTimestamp } from './timestamps.ts';

it('timestamps parse with and without fraction, with and without an offset [P013]', () => {
  const whole = Date.UTC(2025, 0, 2, 3, 4, 5);
  expect(parseTimestamp('2025-01-02T03:04:05Z')?.getTime()).toBe(whole);
  expect(parseTimestamp('2025-01-02T03:04:05')?.getTime()).toBe(whole);
  expect(parseTimestamp('2025-01-02T03:04:05.678901')?.getTime()).toBe(whole + 678);
  expect(parseTimestamp('2025-01-02T03:04:05.678901Z')?.getTime()).toBe(whole + 678);
  expect(parseTimestamp('2025-01-02T05:04:05+02:00')?.getTime()).toBe(whole);
  expect(parseTimestamp('yesterday')).toBeNull();
});
