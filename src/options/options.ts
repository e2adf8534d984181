/**
 * Every option of the dock, said once. From these tables come the attributes (`data-api-url`), the React props
 * (`apiUrl`), the JSON schema and the table in docs/options.md; the comment above an option is its text there.
 */
import { chatOptions } from './chat-options.ts';
import { launcherOptions } from './launcher-options.ts';
import { resolveWith, type Given, type Read, type Resolved } from './kinds.ts';

export const dockOptions = { ...launcherOptions, ...chatOptions };

export type OptionName = keyof typeof dockOptions;

/** What an owner may say: any option, as its JavaScript value. */
export type DockOptions = Given<typeof dockOptions>;

/** The same after reading: each its own value. */
export type ReadOptions = Read<typeof dockOptions>;

/** The same with every default in place. */
export type ResolvedOptions = Resolved<typeof dockOptions>;

// The keys of an object literal of ours.
export const optionNames = Object.keys(dockOptions) as OptionName[];

export const isOption = (name: string): name is OptionName => Object.hasOwn(dockOptions, name);

/** Puts the defaults in place of what is absent or `undefined`. */
export const resolveOptions = (given: ReadOptions): ResolvedOptions =>
  resolveWith(dockOptions, (name) => given[name as OptionName]);
