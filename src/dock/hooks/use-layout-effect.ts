/** `useLayoutEffect` in the browser, a no-op on a server, where React 18 warns about it. */
import { useEffect, useLayoutEffect as useBrowserLayoutEffect } from 'react';

export const useLayoutEffect = typeof document === 'undefined' ? useEffect : useBrowserLayoutEffect;
