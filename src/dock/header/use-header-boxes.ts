/** The boxes that open below the header: the menu and the keyboard shortcuts. Each loads when it is first opened. */
import { useState, type ComponentType } from 'react';
import { useLazy } from '../hooks/use-lazy.ts';
import type { PanelViews } from '../panel/use-panel-views.ts';
import type { HeaderMenuProps } from './HeaderMenu.tsx';
import type { KeysListProps } from './KeysList.tsx';

const loadMenu = async () => (await import('./HeaderMenu.tsx')).HeaderMenu;
const loadKeysList = async () => (await import('./KeysList.tsx')).KeysList;

export interface HeaderBoxes {
  isMenuOpen: boolean;
  setMenuOpen(isOpen: boolean): void;
  /** Null while it is closed, and until it has loaded. */
  menu: ComponentType<HeaderMenuProps> | null;
  help: ComponentType<KeysListProps> | null;
  /** Set for a part that failed to load. */
  failed: readonly FailedPart[];
}

export interface FailedPart {
  retry: (() => void) | undefined;
  onDismiss(): void;
}

export function useHeaderBoxes({ isHelpOpen, setHelpOpen, focusComposer }: PanelViews): HeaderBoxes {
  const [isMenuOpen, setMenuOpen] = useState(false);
  const menu = useLazy(isMenuOpen, loadMenu);
  const help = useLazy(isHelpOpen, loadKeysList);
  const end = (setOpen: (isOpen: boolean) => void) => () => {
    setOpen(false);
    focusComposer();
  };
  return {
    isMenuOpen,
    setMenuOpen,
    menu: menu.component,
    help: help.component,
    failed: [
      { retry: menu.retry, onDismiss: end(setMenuOpen) },
      { retry: help.retry, onDismiss: end(setHelpOpen) },
    ],
  };
}
