/** Catches rendering errors, so that one broken view does not break the chat. */

import { Component, type ComponentChildren } from 'preact';
import { reportFault } from '../state/connection/load-for-request.ts';

interface ErrorBoundaryProps {
  children: ComponentChildren;
  /** Rendered instead of children that threw. */
  instead: ComponentChildren;
  onError: (cause: unknown) => void;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  override componentDidCatch(cause: unknown) {
    this.setState({ hasFailed: true });
    this.props.onError(cause);
    reportFault(cause);
  }

  override render({ children, instead }: ErrorBoundaryProps) {
    return this.state.hasFailed ? instead : children;
  }
}
