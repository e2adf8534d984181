/** The components that the host page draws itself, by the `type` that a server sends. */
import type { ActionConfig } from '@chatdock/protocol/requests/actions';

/** The props that every component of the host page receives in addition to its own. */
export interface WidgetTools {
  /**
   * Sends an action, with the values of a form around the component. `handler: 'client'` calls the page's `widgets.onAction`. Resolves
   * to whether it was done: `false` if it failed, or if it may not run because an answer is being written.
   */
  onAction(action: ActionConfig): Promise<boolean>;
  /** Whether `onAction` has no effect now, because the server has not finished the widget or an action is running. */
  isDisabled: boolean;
  colorScheme: 'light' | 'dark';
  /** The language of the chat, such as `en` or `de-DE`. */
  locale: string;
}

/** The argument of a component that was registered with `chatdock/register-widget.js`. */
export interface WidgetInput<Props> extends WidgetTools {
  /** The members that the server sent, without `type`, `id`, `key` and `children`. */
  props: Props;
  /**
   * Shows an error in place of the component and reports it as `chatkit.error`. For failures after the call; errors
   * thrown during the call are caught anyway.
   */
  onError(cause: unknown): void;
}

/**
 * The functions that a component returns, to be updated and removed. Without `update`, a change removes the component
 * and draws it again.
 */
export interface DrawnWidget<Props> {
  update?(input: WidgetInput<Props>): void;
  remove?(): void;
}

/** Draws a component into an empty element of the page. */
export type DrawWidget<Props> = (element: HTMLElement, input: WidgetInput<Props>) => DrawnWidget<Props> | void;

/** The third argument of `registerWidget`. */
export interface RegisterOptions<Props> {
  /**
   * Checks the props that the server sent, for example with `schema.parse` of zod. If it throws, an error is shown in
   * place of the component.
   */
  parseProps?: ((props: unknown) => Props) | undefined;
}

interface RegisteredWidget {
  draw: DrawWidget<unknown>;
  parseProps: ((props: unknown) => unknown) | undefined;
}

/** A registered symbol, so that all our bundles on a page share one registry. */
const REGISTRY = Symbol.for('chatdock.widgets');

/** Dispatched on `window` when a component is registered. */
export const REGISTERED_EVENT = 'chatdock.widget-registered';

interface Registered {
  [REGISTRY]?: Map<string, RegisteredWidget>;
}

/** The components of the page; undefined until one is registered. */
export const registeredWidgets = (): Map<string, RegisteredWidget> | undefined => (globalThis as Registered)[REGISTRY];

/** Creates the registry if the page has none. */
export const openRegistry = (): Map<string, RegisteredWidget> => ((globalThis as Registered)[REGISTRY] ??= new Map());
