/** Shows and hides the panel, as its attribute `data-open`. */
import { useRef, type RefObject } from 'react';
import { nextTask } from '../../chatkit/ui/loading/next-task.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';

/**
 * Shows the panel while it is open. The first time, it shows after the task that renders the chat in it: until then, its
 * content is not laid out, so that the browser does it once, and the work is in tasks that are short on a slow phone.
 *
 * The attribute is not a prop, because it is set without rendering anything again.
 */
export function useShown(panel: RefObject<HTMLElement | null>, isOpen: boolean): void {
  const isNew = useRef(true);
  useLayoutEffect(() => {
    const { current } = panel;
    if (!current || !isOpen) return;
    let isClosed = false;
    const show = () => {
      if (isClosed) return;
      isNew.current = false;
      current.removeAttribute('data-new');
      current.setAttribute('data-open', '');
    };
    // The element renders the chat in the task after the next one.
    if (isNew.current) void nextTask().then(nextTask).then(show);
    else show();
    return () => {
      isClosed = true;
      current.removeAttribute('data-open');
    };
  }, [panel, isOpen]);
}
