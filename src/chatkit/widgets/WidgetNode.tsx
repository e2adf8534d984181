/** Maps a component's `type` to its view. Unknown types render nothing; their siblings still render. */
import { createContext, type FunctionComponent } from 'preact';
import { useContext } from 'preact/hooks';
import type { WidgetComponent } from '@chatdock/protocol/widgets';

export interface ComponentProps {
  component: WidgetComponent;
}

/** The view of each type. A context, so that containers do not import the components they may contain. */
export const ComponentsContext = createContext<Readonly<Record<string, FunctionComponent<ComponentProps>>>>({});

export function WidgetNode({ component }: ComponentProps) {
  const components = useContext(ComponentsContext);
  const Component = Object.hasOwn(components, component.type) ? components[component.type] : undefined;
  return Component ? <Component component={component} /> : null;
}

/** A component's children. Each is identified by its key, id, field or position, so that it survives a new root. */
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
