/** Components of a React page for widgets. */
import type { ComponentType } from 'react';
import { registerWidget as register } from '../chatkit/register-widget.ts';
import type { DrawnWidget, RegisterOptions, WidgetTools } from '../chatkit/widgets/host/registry.ts';

/** The props of a registered component: its own, which the server sends, and the tools of the chat. */
export type WidgetProps<Own extends object> = Own & WidgetTools;

/**
 * Draws components of a type that ChatKit does not have with a React component of the page. The server may then send
 * `{ "type": "ProductCard", … }` anywhere in a widget. Call it once, outside of components.
 *
 * The component runs with the page's rights, in the page's document: the page's styles apply. It has a separate React
 * root, so wrap it in the context providers that it needs. If it throws, an error is shown in its place, and the rest
 * of the chat keeps working.
 *
 * @example
 * const ProductCard = ({ title, price, onAction }: WidgetProps<{ title: string; price: string }>) => (
 *   <button onClick={() => onAction({ type: 'cart.add', payload: { title } })}>{title}, {price}</button>
 * );
 * registerWidget('ProductCard', ProductCard);
 */
export function registerWidget<Own extends object>(
  type: string,
  component: ComponentType<WidgetProps<Own>>,
  options?: RegisterOptions<Own>,
): void {
  register<Own>(
    type,
    (element, input) => {
      let latest = input;
      let drawn: Required<DrawnWidget<Own>> | undefined;
      let isRemoved = false;
      const load = async () => {
        const { drawWithReact } = await import('./widget-root.tsx');
        if (!isRemoved) drawn = drawWithReact(element, component, latest);
      };
      load().catch(input.onError);
      return {
        update(next) {
          latest = next;
          drawn?.update(next);
        },
        remove() {
          isRemoved = true;
          drawn?.remove();
        },
      };
    },
    options,
  );
}
