/** From a component's `type` to what draws it. Unknown types draw nothing; their neighbours stay. */
import { createContext, type FunctionComponent } from 'preact';
import { useContext } from 'preact/hooks';
import type { WidgetComponent } from '@chatdock/protocol/widgets';

export interface ComponentProps {
  component: WidgetComponent;
}

/** What draws each type. Handed down, so that a container need not know what may stand in it. */
export const ComponentsContext = createContext<Readonly<Record<string, FunctionComponent<ComponentProps>>>>({});

export function WidgetNode({ component }: ComponentProps) {
  const components = useContext(ComponentsContext);
  const Component = Object.hasOwn(components, component.type) ? components[component.type] : undefined;
  return Component ? <Component component={component} /> : null;
}

/** A component's children, each with an identity that survives a new root: its key, its id, its field, else its place. */
export function WidgetChildren({ of }: { of: WidgetComponent }) {
  const { children } = of;
  const list = Array.isArray(children) ? children : children ? [children] : [];
  return (
    <>
      {list.map((child, index) => (
        <WidgetNode key={`${child.type} ${child.key ?? child.id ?? child['name'] ?? index}`} component={child} />
      ))}
    </>
  );
}
