import { expect, it } from 'vitest';
import { neighbour } from './drag-launcher.ts';

it.each([
  ['bottom-right', 'ArrowLeft', 'bottom-left'],
  ['bottom-right', 'ArrowUp', 'top-right'],
  ['top-left', 'ArrowRight', 'top-right'],
  ['top-left', 'ArrowDown', 'bottom-left'],
  ['top-left', 'ArrowUp', undefined],
  ['top-left', 'ArrowLeft', undefined],
  ['bottom-right', 'ArrowDown', undefined],
  ['bottom-right', 'Enter', undefined],
] as const)('from %s, %s leads to %s', (corner, key, to) => expect(neighbour(corner, key)).toBe(to));
