/** The components that a widget can be made of: ours, and those that the host page has registered. */
import { useLayoutEffect, useState } from 'preact/hooks';
import { lazy } from '../../ui/loading/lazy.tsx';
import { components } from '../components/components.ts';
import type { ComponentProps, Components } from '../WidgetNode.tsx';
import { REGISTERED_EVENT, registeredWidgets } from './registry.ts';

const HostWidget = lazy<ComponentProps>(() => import('./HostWidget.tsx').then((module) => module.HostWidget));

/** Our components come last, so that a page cannot replace them. */
const allComponents = (): Components => {
  const registered = registeredWidgets();
  return registered
    ? { ...Object.fromEntries([...registered.keys()].map((name) => [name, HostWidget])), ...components }
    : components;
};

/** A new object, so that every node is looked up again, when a component is registered after the widget was drawn. */
export function useComponents(): Components {
  const [all, setAll] = useState(allComponents);
  // A layout effect, so that nothing is registered between drawing and listening.
  useLayoutEffect(() => {
    const handleRegistered = () => setAll(allComponents());
    addEventListener(REGISTERED_EVENT, handleRegistered);
    return () => removeEventListener(REGISTERED_EVENT, handleRegistered);
  }, []);
  return all;
}
