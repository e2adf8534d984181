/** Loads the module that draws the layouts, for docks that do not simply float. */
import { useEffect, useState, type ComponentType } from 'react';
import type { ResolvedOptions } from '../../options/options.ts';
import type { LayoutProps } from './Layout.tsx';

type Options = Pick<ResolvedOptions, 'layout' | 'resizable'>;

export const loadLayout = async () => (await import('./Layout.tsx')).Layout;
export const needsLayout = ({ layout, resizable }: Options) => layout !== 'floating' || resizable;

/**
 * @returns undefined while it loads for the first time; null if the panel floats, which it also does if loading fails
 */
export function useLayout(options: Options, isWanted: boolean): ComponentType<LayoutProps> | null | undefined {
  const isNeeded = needsLayout(options);
  const [loaded, setLoaded] = useState<{ layout: ComponentType<LayoutProps> | null }>();
  // A panel that floats at first stays on screen while the page changes its layout.
  const [isFirst, setFirst] = useState(isNeeded);
  useEffect(() => {
    if (!isNeeded || !isWanted || loaded?.layout) return;
    let isGone = false;
    const take = (layout: ComponentType<LayoutProps> | null) => {
      if (isGone) return;
      setFirst(false);
      setLoaded({ layout });
    };
    loadLayout().then(take, () => take(null));
    return () => {
      isGone = true;
    };
  }, [isNeeded, isWanted, loaded]);
  if (!isNeeded) return null;
  return loaded ? loaded.layout : isFirst ? undefined : null;
}
