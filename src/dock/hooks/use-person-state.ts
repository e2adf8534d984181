/** Component state that belongs to one user. */
import { useCallback, useState } from 'react';
import { useFact } from '../panel/DockContext.tsx';

/** Like `useState`, but resets to `initial` when the user changes. `initial` must not change. */
export function usePersonState<Value>(initial: Value): [Value, (value: Value) => void] {
  const { person } = useFact('visit');
  const [state, setState] = useState({ person, value: initial });
  const set = useCallback((value: Value) => setState({ person, value }), [person]);
  return [state.person === person ? state.value : initial, set];
}
