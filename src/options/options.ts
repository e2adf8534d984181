/**
 * Every option of the dock, declared once. These tables define the attributes (`data-api-url`), the React props
 * (`apiUrl`), the JSON schema and the table in docs/options.md, which uses the comment above each option.
 */
import { chatOptions } from './chat-options.ts';
import { launcherOptions } from './launcher-options.ts';
import { pageOptions } from './page-options.ts';
import { resolveWith, type OptionInput, type Read, type Resolved } from './kinds.ts';

export const dockOptions = { ...launcherOptions, ...pageOptions, ...chatOptions };

export type OptionName = keyof typeof dockOptions;

/** The options that only the script tag and `ChatDock.boot()` have. */
export type PageOptionName = keyof typeof pageOptions;

export const isPageOption = (name: string): name is PageOptionName => Object.hasOwn(pageOptions, name);

/** The options that an owner may give, as JavaScript values. */
export type DockOptions = OptionInput<typeof dockOptions>;

/** The options after reading: known names with valid values only. */
export type ReadOptions = Read<typeof dockOptions>;

/** The options after reading, with every default filled in. */
export type ResolvedOptions = Resolved<typeof dockOptions>;

// `Object.keys` returns `string[]`, but this object literal has exactly these keys.
export const optionNames = Object.keys(dockOptions) as OptionName[];

export const isOption = (name: string): name is OptionName => Object.hasOwn(dockOptions, name);

/** Fills in the defaults for options that are missing or `undefined`. */
export const resolveOptions = (given: ReadOptions): ResolvedOptions => resolveWith(dockOptions, (name) => given[name]);
