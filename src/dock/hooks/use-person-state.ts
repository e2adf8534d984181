/** State of the person at the screen. */
import { useCallback, useState } from 'react';
import { useFact } from '../panel/DockContext.tsx';

/** Like `useState`; for another person it is the initial value again. `initial` must not change. */
export function usePersonState<Value>(initial: Value): [Value, (value: Value) => void] {
  const { person } = useFact('visit');
  const [state, setState] = useState({ person, value: initial });
  const set = useCallback((value: Value) => setState({ person, value }), [person]);
  return [state.person === person ? state.value : initial, set];
}
