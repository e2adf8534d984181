/** Chooses the engine. */
import { useCallback, useState } from 'react';
import { chooseEngine, type EngineKind } from '../../engine/engine-choice.ts';
import type { DockEvents } from '../dock-events.ts';
import { useSetup } from './DockContext.tsx';

/** The engine, and a function that gives up the official one. It is tried again only when the owner changes the options. */
export function useEngine(): [EngineKind, (why: DockEvents['engine-fallback']) => void] {
  const { dock, options } = useSetup();
  const wish = [options.engine, options.domainKey, options.engineSrc].join(' ');
  const [failedWish, setFailedWish] = useState<string | null>(null);
  const fallBack = useCallback(
    (why: DockEvents['engine-fallback']) => {
      setFailedWish(wish);
      dock.reports.engineFallback(why);
    },
    [dock, wish],
  );
  return [failedWish === wish ? 'local' : chooseEngine(options), fallBack];
}
