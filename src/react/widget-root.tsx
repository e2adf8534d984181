/** Renders a page's widget component into a separate React root. Loads with the first one. */
import { Component, createElement, type ComponentType, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { DrawnWidget, WidgetInput, WidgetTools } from '../chatkit/widgets/host/registry.ts';

export function drawWithReact<Own extends object>(
  element: HTMLElement,
  component: ComponentType<Own & WidgetTools>,
  input: WidgetInput<Own>,
): Required<DrawnWidget<Own>> {
  const root = createRoot(element);
  const update = (next: WidgetInput<Own>) => root.render(toElement(component, next));
  update(input);
  return {
    update,
    // React refuses to unmount a root while it renders another one, which may have removed the chat.
    remove: () => queueMicrotask(() => root.unmount()),
  };
}

function toElement<Own extends object>(component: ComponentType<Own & WidgetTools>, input: WidgetInput<Own>) {
  const { props, onError, ...tools } = input;
  // `ref` is React's own, and a server must not set it.
  const { ref: _ref, ...own } = props as Own & { ref?: unknown };
  // `Own` without the index signature, and the tools. Together they are the component's props.
  const given = { ...own, ...tools } as unknown as Own & WidgetTools;
  return createElement(Boundary, { onError }, createElement(component, given));
}

class Boundary extends Component<{ onError(cause: unknown): void; children?: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidCatch(cause: unknown) {
    this.props.onError(cause);
  }

  override render() {
    return this.state.hasFailed ? null : this.props.children;
  }
}
