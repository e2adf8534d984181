/** Puts the dock's launcher into the component's host element, and removes it with the component. */
import { useCallback, useRef, useState, type RefObject } from 'react';
import { isModern } from '../chatkit/is-modern.ts';
import type { Dock } from '../dock/create-dock.ts';
import type { Emit } from '../dock/dock-events.ts';
import { useLayoutEffect } from '../dock/hooks/use-layout-effect.ts';
import { fillPlatform } from '../dock/host/fill-platform.ts';
import { addLabels } from '../dock/launcher/launcher-labels.ts';
import * as labels from '../dock/launcher/more-labels.ts';
import { showLink } from '../dock/launcher/plain-link.ts';
import { createShell, HOST_TAG, type Shell } from '../dock/launcher/shell.ts';

// A site's own bundle can carry the launcher's label in every language.
addLabels(labels);

/** @returns the shell to render into, and a function that returns it even before the component has rendered with it. */
export function useShell(
  dock: Dock,
  host: RefObject<HTMLElement | null>,
  emit: Emit,
): [shell: Shell | null, latestShell: () => Shell | null] {
  const [shell, setShell] = useState<Shell | null>(null);
  const latest = useRef<Shell>(null);
  const latestShell = useCallback(() => latest.current, []);

  useLayoutEffect(() => {
    const { current } = host;
    if (!current) return;
    fillPlatform();
    if (!isModern()) return showLink(dock.get().options);
    const created = createShell(current, dock.get().options, {
      emit,
      isFirst: () => document.querySelector(HOST_TAG) === current,
      prepare() {
        dock.prepare();
        // Ignore a failure here: opening the panel reports it.
        import('../chatkit/view.tsx').catch(() => undefined);
      },
      dock: () => dock.commands,
    });
    // React may run the effects of a mounted component again. A hidden dock then stays hidden.
    if (latest.current) created.frame.hidden = latest.current.frame.hidden;
    latest.current = created;
    setShell(created);
    created.start();
    return () => {
      setShell(null);
      created.destroy();
    };
  }, [dock, host, emit]);

  return [shell, latestShell];
}
