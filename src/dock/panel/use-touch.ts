/** Whether the visitor has done anything with the dock. A panel that its owner starts open has nobody to speak for yet. */
import { useEffect, useState } from 'react';
import { useSetup } from './DockContext.tsx';

/** A press by a screen reader is a click and nothing else. */
const signs = ['focusin', 'click'];

/** True for whoever has been here before, and from the first press or focus inside the dock on. */
export function useTouch(): boolean {
  const { shell, memory } = useSetup();
  const [isTouched, setTouched] = useState(() => memory.read().isOpen !== undefined);
  useEffect(() => {
    if (isTouched) return;
    const { frame } = shell;
    const touch = () => setTouched(true);
    signs.forEach((sign) => frame.addEventListener(sign, touch, true));
    return () => signs.forEach((sign) => frame.removeEventListener(sign, touch, true));
  }, [shell, isTouched]);
  return isTouched;
}
