/**
 * The part of React that the dock and `@openai/chatkit-react` use, on Preact's core: `vite.config.ts` puts it in React's
 * place in the script tag's modules. `preact/compat` does the same for all of React and weighs six times as much.
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

/** Layout effects run in the order they are written, which is all that ours need of it. */
export const useInsertionEffect = useLayoutEffect;

/** A function component of Preact's gets `ref` among its props. */
export const forwardRef =
  (render: Render): FunctionComponent<Props> =>
  ({ ref = null, ...props }) =>
    render(props, ref);

/** Draws anew only when a prop is another value. */
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

/** Without React's concurrent rendering there is nothing to tear: reading, and looking again when told. */
export function useSyncExternalStore<Value>(subscribe: (onChange: () => void) => () => void, read: () => Value): Value {
  const value = read();
  const [, redraw] = useState(0);
  const latest = useRef({ read, value });
  useLayoutEffect(() => {
    // The rule knows a reference by React's `useRef`; this is Preact's.
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

// `import React from 'react'`, as @openai/chatkit-react has it for one of its hooks.
// oxlint-disable-next-line import/no-default-export
export default { useRef };
