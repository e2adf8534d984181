import { afterEach, expect, it } from 'vitest';
import { loadFonts } from './fonts.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

it('a font that fails is reported once for each address, however often it is loaded [E133]', async () => {
  const errors: string[] = [];
  const failed = new Set<string>();
  const load = (family: string, src: string, weight: number) =>
    stops.push(loadFonts([{ family, src, weight }], ({ message }) => errors.push(message), failed));
  const fetchAll = () => Promise.allSettled([...document.fonts].map((face) => face.load()));
  load('Lost', '/lost.woff2', 400);
  load('Lost', '/lost.woff2', 700);
  await fetchAll();
  load('Lost', '/lost.woff2', 400);
  load('Gone', '/gone.woff2', 400);
  await fetchAll();
  await expect.poll(() => errors.length).toBe(2);
  expect(errors.map((message) => /from (\S+),/.exec(message)?.[1])).toEqual(['/lost.woff2', '/gone.woff2']);
});
