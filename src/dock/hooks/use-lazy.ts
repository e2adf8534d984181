/** Loads a component's module when it is first needed, and the texts and icons that load later. */
import { useCallback, useEffect, useState, type ComponentType } from 'react';
import { reportFault } from '../../chatkit/state/connection/load-for-request.ts';
import { loadLater } from '../loading/load-later.ts';

interface LazyPart<Props> {
  /** Null while it is not loaded or not needed. */
  component: ComponentType<Props> | null;
  /** Set when loading failed; loads again. */
  retry: (() => void) | undefined;
}

/** `load` must not change. After a failure, the module is also requested the next time it is needed. */
export function useLazy<Props>(isWanted: boolean, load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  const [component, setComponent] = useState<{ type: ComponentType<Props> } | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (!isWanted || component || hasFailed) return;
    let isGone = false;
    Promise.all([load(), loadLater()]).then(
      ([type]) => isGone || setComponent({ type }),
      (cause: unknown) => {
        reportFault(cause);
        if (!isGone) setFailed(true);
      },
    );
    return () => {
      isGone = true;
    };
  }, [isWanted, component, hasFailed, load]);
  useEffect(() => (isWanted ? () => setFailed(false) : undefined), [isWanted]);
  const retry = useCallback(() => setFailed(false), []);
  return { component: isWanted ? (component?.type ?? null) : null, retry: isWanted && hasFailed ? retry : undefined };
}
