/** The React contexts of a dock. */
import { createContext, useContext, useSyncExternalStore, type ComponentType } from 'react';
import type { ResolvedOptions } from '../../options/options.ts';
import type { ShellStrings } from '../../options/strings.ts';
import type { Dock } from '../create-dock.ts';
import type { DockView } from '../dock-store.ts';
import type { LayoutProps } from '../layout/Layout.tsx';
import type { Shell } from '../launcher/shell.ts';
import type { Memory } from '../persistence.ts';

/** Values that do not change while a visitor chats. */
interface DockSetup {
  dock: Dock;
  shell: Shell;
  options: ResolvedOptions;
  strings: ShellStrings;
  memory: Memory;
  /** Draws the layout, unless the panel floats. */
  layout: ComponentType<LayoutProps> | null;
}

export const DockContext = createContext<Dock | null>(null);
export const SetupContext = createContext<DockSetup | null>(null);

export function useSetup(): DockSetup {
  const value = useContext(SetupContext);
  if (!value) throw new Error('This component belongs inside a dock.');
  return value;
}

/** Subscribes to one field of the dock's state. The component re-renders only when that field changes. */
export function useFact<Name extends keyof DockView>(name: Name): DockView[Name] {
  const { dock } = useSetup();
  const read = () => dock.get()[name];
  return useSyncExternalStore(dock.subscribe, read, read);
}
