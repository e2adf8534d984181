/** The name of a button that has only an icon. Until the names have loaded it is the icon's own. */
import { useEffect, useState } from 'preact/hooks';

export function useIconLabel(icon: string | undefined, locale: string): string | undefined {
  const [label, setLabel] = useState(icon);
  useEffect(() => {
    let isCurrent = true;
    if (icon)
      import('./labels.ts')
        .then(({ loadIconLabel }) => loadIconLabel(icon, locale))
        .then(
          (found) => isCurrent && setLabel(found),
          () => undefined, // the icon's own name remains
        );
    return () => {
      isCurrent = false;
    };
  }, [icon, locale]);
  return label;
}
