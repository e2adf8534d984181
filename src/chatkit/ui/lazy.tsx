/** A view whose code is fetched when it is first drawn. Until it is there, nothing is drawn in its place. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const [, setLoaded] = useState(loaded !== null);
    useEffect(() => {
      setLoaded(loaded !== null); // it may have arrived for another view since this one was drawn
      if (loaded) return;
      let isCurrent = true;
      void load().then(
        (component) => {
          loaded = component;
          if (isCurrent) setLoaded(true);
        },
        () => undefined, // it is asked for again when it is next drawn
      );
      return () => {
        isCurrent = false;
      };
    }, []);
    const Loaded = loaded;
    return Loaded && <Loaded {...props} />;
  };
}
