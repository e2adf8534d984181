/** A component that is fetched when it is first wanted, and is nothing until then. */
import { useCallback, useEffect, useState, type ComponentType } from 'react';

export interface LazyPart<Props> {
  /** Null while it is not there or not wanted. */
  component: ComponentType<Props> | null;
  /** It is wanted and could not be fetched; asks for it again. */
  retry: (() => void) | undefined;
}

/** `load` must be one function for the life of the caller. What cannot be fetched is tried again the next time it is wanted, too. */
export function useLazy<Props>(isWanted: boolean, load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  const [component, setComponent] = useState<{ type: ComponentType<Props> } | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (!isWanted || component || hasFailed) return;
    let isGone = false;
    load().then(
      (type) => isGone || setComponent({ type }),
      () => isGone || setFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [isWanted, component, hasFailed, load]);
  useEffect(() => (isWanted ? () => setFailed(false) : undefined), [isWanted]);
  const retry = useCallback(() => setFailed(false), []);
  return { component: isWanted ? (component?.type ?? null) : null, retry: isWanted && hasFailed ? retry : undefined };
}
