/** Whether the visitor has used the dock. If the owner starts the panel open, no request is sent before that. */
import { useEffect, useState } from 'react';
import { useSetup } from '../DockContext.tsx';

/** A press by a screen reader fires `click` and no other event. */
const SIGNS = ['focusin', 'click'];

/** True for a returning visitor, and from the first press or focus inside the dock. */
export function useTouch(): boolean {
  const { shell, memory } = useSetup();
  const [isTouched, setTouched] = useState(() => memory.read().isOpen !== undefined);
  useEffect(() => {
    if (isTouched) return;
    const { frame } = shell;
    const touch = () => setTouched(true);
    SIGNS.forEach((sign) => frame.addEventListener(sign, touch, true));
    return () => SIGNS.forEach((sign) => frame.removeEventListener(sign, touch, true));
  }, [shell, isTouched]);
  return isTouched;
}
