/** Tooltips for the buttons of the panel. */
import { useEffect, type RefObject } from 'react';
import { loadTips } from '../../chatkit/ui/popovers/load-tips.ts';

export function useTips(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => loadTips(() => panel.current), [panel]);
}
