/** Tooltips for the buttons of the panel. */
import { useEffect, type RefObject } from 'react';

export function useTips(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    import('../../chatkit/ui/tooltip.ts').then(
      ({ showTips }) => panel.current && showTips(panel.current),
      () => undefined, // the buttons have their names
    );
  }, [panel]);
}
