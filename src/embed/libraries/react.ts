/**
 * The part of React's API that the dock and `@openai/chatkit-react` use, built on Preact. In the script tag's modules,
 * `vite.config.ts` replaces `react` with this file. `preact/compat` covers all of React but is six times as large.
 */
import { Component, createElement, type ComponentChildren, type FunctionComponent, type VNode } from 'preact';
import {
  useCallback,
  useContext,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'preact/hooks';

export { createContext, createElement, createPortal, Fragment } from 'preact';
export { useCallback, useContext, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState };

type Props = Record<string, unknown> & { ref?: unknown; children?: ComponentChildren };
type Render = (props: Props, ref: unknown) => VNode | null;

/** Layout effects run in source order, which is all that the dock needs here. */
export const useInsertionEffect = useLayoutEffect;

/** Preact passes `ref` to a function component as a prop. */
export const forwardRef =
  (render: Render): FunctionComponent<Props> =>
  ({ ref = null, ...props }) =>
    render(props, ref);

/** Re-renders only when a prop changes. */
export function memo(type: FunctionComponent<Props>) {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props) {
      const names = new Set([...Object.keys(next), ...Object.keys(this.props)]);
      return [...names].some((name) => !Object.is(next[name], this.props[name]));
    }
    override render() {
      return createElement(type, this.props);
    }
  };
}

/** Preact has no concurrent rendering, so no tearing: read the value, and check it again after each notification. */
export function useSyncExternalStore<Value>(subscribe: (onChange: () => void) => () => void, read: () => Value): Value {
  const value = read();
  const [, redraw] = useState(0);
  const latest = useRef({ read, value });
  useLayoutEffect(() => {
    // The linter knows only React's `useRef`, and this is Preact's.
    // oxlint-disable-next-line react/immutability
    latest.current = { read, value };
  });
  useLayoutEffect(() => {
    const check = () => Object.is(latest.current.read(), latest.current.value) || redraw((count) => count + 1);
    check();
    return subscribe(check);
  }, [subscribe]);
  return value;
}

// One hook of @openai/chatkit-react uses `import React from 'react'`.
// oxlint-disable-next-line import/no-default-export
export default { useRef };
