/** A component that is fetched when it is first wanted, and is nothing until then. */
import { useEffect, useState, type ComponentType } from 'react';

/**
 * `load` must be one function for the life of the caller. What cannot be fetched is tried again the next time it is wanted.
 *
 * @returns the component, or null while it is not there or not wanted.
 */
export function useLazy<Props>(isWanted: boolean, load: () => Promise<ComponentType<Props>>, onError?: (error: unknown) => void): ComponentType<Props> | null {
  const [component, setComponent] = useState<{ type: ComponentType<Props> } | null>(null);
  useEffect(() => {
    if (!isWanted || component) return;
    let isGone = false;
    load()
      .then((type) => isGone || setComponent({ type }))
      .catch((error: unknown) => isGone || onError?.(error));
    return () => {
      isGone = true;
    };
  }, [isWanted, component, load, onError]);
  return isWanted ? (component?.type ?? null) : null;
}
