import { expect, it } from 'vitest';
import type { Launcher, LauncherState } from '../../dock/launcher/launcher.ts';
import type { MountDock, MountedDock } from '../dock-module.ts';
import { createPanelLoader } from './panel-loader.ts';

/** A panel whose code arrives when the test says so. */
function open() {
  const state: Partial<LauncherState> = {};
  const fetches: PromiseWithResolvers<MountDock>[] = [];
  const errors: Error[] = [];
  let mounted = 0;
  const launcher = { set: (changes: Partial<LauncherState>) => void Object.assign(state, changes) } as Launcher;
  const panel = createPanelLoader(
    launcher,
    () => {
      const fetching = Promise.withResolvers<MountDock>();
      fetches.push(fetching);
      return fetching.promise;
    },
    () => {
      mounted += 1;
      return {} as MountedDock;
    },
    (error) => errors.push(error),
  );
  const arrive = () => fetches.at(-1)?.resolve((() => ({})) as unknown as MountDock);
  const fail = () => fetches.at(-1)?.reject(new TypeError('Failed to fetch'));
  return { panel, state, fetches, errors, mounted: () => mounted, arrive, fail };
}

/** Lets everything happen that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('runs commands in order once the panel is there, which is fetched and drawn once', async () => {
  const { panel, state, fetches, mounted, arrive } = open();
  const ran: string[] = [];
  panel.run(() => ran.push('one'));
  panel.run(() => ran.push('two'));
  await settle();
  expect([ran, state.isBusy]).toEqual([[], true]);
  arrive();
  await settle();
  panel.run(() => ran.push('three'));
  expect([ran, fetches.length, mounted(), state.isBusy]).toEqual([['one', 'two', 'three'], 1, 1, false]);
});

it('runs a command that needs no panel only if the panel is there or loading', async () => {
  const { panel, fetches, arrive } = open();
  const ran: string[] = [];
  panel.run(() => ran.push('close'), false);
  expect(fetches).toHaveLength(0);
  panel.run(() => ran.push('open'));
  panel.run(() => ran.push('close'), false);
  await settle();
  arrive();
  await settle();
  expect(ran).toEqual(['open', 'close']);
});

it('offers to try again when the panel cannot be fetched, and then fetches it again', async () => {
  const { panel, state, fetches, errors, arrive, fail } = open();
  const ran: string[] = [];
  panel.run(() => ran.push('open'));
  await settle();
  fail();
  await settle();
  expect([errors.length, state.isBusy, ran]).toEqual([1, false, []]);
  state.retry?.();
  await settle();
  arrive();
  await settle();
  expect([fetches.length, ran, state.retry]).toEqual([2, ['open'], undefined]);
});

it('fetches the panel again after a failure that nobody saw', async () => {
  const { panel, fetches, errors, fail } = open();
  void panel.prepare().catch(() => {});
  fail();
  await settle();
  void panel.prepare();
  expect([fetches.length, errors]).toEqual([2, []]);
});
