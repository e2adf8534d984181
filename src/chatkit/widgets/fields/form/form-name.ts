/** The accessible name of a form, so that screen readers list it among the landmarks of the page. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { toText } from '../../values.ts';
import { childrenOf } from '../../WidgetNode.tsx';

/** The number of components that are searched for a title. */
const MAX_READ = 200;
const MAX_LETTERS = 120;

/** The first title in a tree, in the order in which it is read. */
function titleIn(tree: WidgetComponent): string | undefined {
  const open = [tree];
  for (let read = 0; read < MAX_READ; read++) {
    const component = open.pop();
    if (!component) break;
    const value = component.type === 'Title' ? toText(component['value'])?.trim() : undefined;
    if (value) return value;
    open.push(...childrenOf(component).slice(0, MAX_READ).toReversed());
  }
  return undefined;
}

const statusOf = ({ status }: WidgetComponent) => (isRecord(status) ? toText(status['text']) : undefined);

/** The form's own title, else the status line or the title of the widget around it, else the label of its button. */
export function formNameOf(form: WidgetComponent, widget: WidgetComponent): string | undefined {
  const { confirm } = form;
  const button = isRecord(confirm) ? toText(confirm['label']) : undefined;
  const name = titleIn(form) ?? statusOf(widget) ?? titleIn(widget) ?? button;
  return name?.slice(0, MAX_LETTERS) || undefined;
}
