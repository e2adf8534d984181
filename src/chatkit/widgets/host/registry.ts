/** The components that the host page draws itself, by the `type` that a server sends. */
import type { ActionConfig } from '@chatdock/protocol/requests/actions';

/** What every component of the host page is given beside its own props. */
export interface WidgetTools {
  /**
   * Sends an action, with the values of a form around the component. `handler: 'client'` calls the page's `widgets.onAction`. Resolves
   * to whether it was done: `false` if it failed, or if it may not run because an answer is being written.
   */
  onAction(action: ActionConfig): Promise<boolean>;
  /** Whether `onAction` does nothing now: the server has not finished the widget, or an action is running. */
  isDisabled: boolean;
  colorScheme: 'light' | 'dark';
  /** The language of the chat, such as `en` or `de-DE`. */
  locale: string;
}

/** What a component registered with `chatdock/register-widget.js` is called with. */
export interface WidgetInput<Props> extends WidgetTools {
  /** The members that the server sent, without `type`, `id`, `key` and `children`. */
  props: Props;
  /**
   * Shows a sentence in place of the component and reports the error as `chatkit.error`. For what fails later; what is
   * thrown is caught.
   */
  onError(cause: unknown): void;
}

/** What a component gives back to be changed and removed. Without `update`, a change removes it and draws it again. */
export interface DrawnWidget<Props> {
  update?(input: WidgetInput<Props>): void;
  remove?(): void;
}

/** Draws a component into an empty element of the page. */
export type DrawWidget<Props> = (element: HTMLElement, input: WidgetInput<Props>) => DrawnWidget<Props> | void;

/** The third argument of `registerWidget`. */
export interface RegisterOptions<Props> {
  /** Checks what the server sent, for example `schema.parse` of zod. If it throws, a sentence is shown in place of the component. */
  parseProps?: ((props: unknown) => Props) | undefined;
}

interface RegisteredWidget {
  draw: DrawWidget<unknown>;
  parseProps: ((props: unknown) => unknown) | undefined;
}

/** Known to every bundle of ours on a page, because a page may carry several. */
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
