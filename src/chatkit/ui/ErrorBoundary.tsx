/** Keeps what cannot be drawn from taking the rest of the chat with it. */
import { Component, type ComponentChildren } from 'preact';

export interface ErrorBoundaryProps {
  children: ComponentChildren;
  /** Drawn in place of children that threw. */
  instead: ComponentChildren;
  onError: (cause: unknown) => void;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  override componentDidCatch(cause: unknown) {
    this.setState({ hasFailed: true });
    this.props.onError(cause);
  }

  override render({ children, instead }: ErrorBoundaryProps) {
    return this.state.hasFailed ? instead : children;
  }
}
