/** `useLayoutEffect` that a server may render: React 18 warns about the real one there. */
import { useEffect, useLayoutEffect as useBrowserLayoutEffect } from 'react';

export const useLayoutEffect = typeof document === 'undefined' ? useEffect : useBrowserLayoutEffect;
