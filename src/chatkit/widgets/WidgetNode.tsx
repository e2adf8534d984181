/** Maps a component's `type` to its view. Unknown types render nothing; their siblings still render. */
import { createContext, type ComponentType } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { ownEntry } from '@chatdock/protocol/kinds';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { keysOf } from './child-keys.ts';
import { useGradual } from './use-gradual.ts';

export interface ComponentProps {
  component: WidgetComponent;
}

/** The view of each type. */
export type Components = Readonly<Record<string, ComponentType<ComponentProps>>>;

/** A context, so that containers do not import the components they may contain. */
export const ComponentsContext = createContext<Components>({});

/** The children of a component as a list. */
export const childrenOf = ({ children }: WidgetComponent): WidgetComponent[] =>
  Array.isArray(children) ? children : children ? [children] : [];

/** Deeper trees are not drawn: no design needs them, and their layout takes the browser too long. */
const MAX_LEVELS = 250;
const LevelContext = createContext(0);

export function WidgetNode({ component }: ComponentProps) {
  const components = useContext(ComponentsContext);
  const level = useContext(LevelContext);
  // Returns the same element for the same component, so that Preact skips the whole subtree.
  return useMemo(() => {
    const Component = ownEntry(components, component.type);
    if (!Component || level > MAX_LEVELS) return null;
    return (
      <LevelContext.Provider value={level + 1}>
        <Component component={component} />
      </LevelContext.Provider>
    );
  }, [components, component, level]);
}

/** A component's children. Each is identified by its key, id or field, so that it survives a new root. */
export function WidgetChildren({ of }: { of: WidgetComponent }) {
  const list = childrenOf(of);
  const drawn = useGradual(list.length);
  const keys = useMemo(() => keysOf(list), [of]);
  return (
    <>
      {list.slice(0, drawn).map((child, index) => (
        <WidgetNode key={keys[index]} component={child} />
      ))}
    </>
  );
}
