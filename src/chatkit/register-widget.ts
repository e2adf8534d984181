/** `chatdock/register-widget.js`: components of the host page for widgets, without a framework. For the script tag and the element. */
import { BUILT_IN_TYPES } from './widgets/host/built-in-types.ts';
import { openRegistry, REGISTERED_EVENT, type DrawWidget, type RegisterOptions } from './widgets/host/registry.ts';

export type { DrawnWidget, DrawWidget, RegisterOptions, WidgetInput, WidgetTools } from './widgets/host/registry.ts';
export type { Action, ActionConfig } from '@chatdock/protocol/requests/actions';

/**
 * Draws components of a type that ChatKit does not have with a function of the page. The server may then send
 * `{ "type": "ProductCard", … }` anywhere in a widget. The function runs with the page's rights and draws into the page's document,
 * so the page's styles apply; what the server sends as props is data to check, not code to trust.
 *
 * @example
 * registerWidget<{ title: string }>('ProductCard', (element, { props, onAction }) => {
 *   const button = document.createElement('button');
 *   button.textContent = props.title;
 *   button.onclick = () => onAction({ type: 'product.open', payload: { title: props.title } });
 *   element.append(button);
 * });
 */
export function registerWidget<Props = Record<string, unknown>>(
  type: string,
  draw: DrawWidget<Props>,
  { parseProps }: RegisterOptions<Props> = {},
): void {
  const fault = findFault(type, draw);
  if (fault) {
    // Developers look in the console for mistakes in their code.
    // oxlint-disable-next-line no-console
    console.warn(`ChatDock: ${fault}`);
    return;
  }
  // The registry does not know the props' type. Only the component's own function and check receive them.
  openRegistry().set(type, { draw: draw as DrawWidget<unknown>, parseProps });
  if (typeof window !== 'undefined') dispatchEvent(new Event(REGISTERED_EVENT));
}

function findFault(type: unknown, draw: unknown): string | undefined {
  if (typeof type !== 'string' || !/^[A-Z][\w.-]*$/.test(type))
    return `registerWidget() needs the type of a component that begins with a capital letter, such as "ProductCard". Nothing was registered.`;
  if (BUILT_IN_TYPES.some((known) => known === type))
    return `registerWidget("${type}") would replace a component of ChatKit, so nothing was registered. Choose another type.`;
  if (typeof draw !== 'function')
    return `registerWidget("${type}") needs a function that draws the component. Nothing was registered.`;
  return undefined;
}
