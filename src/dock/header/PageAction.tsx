/**
 * One of ChatKit's two header buttons that belong to the page: `header.leftAction` and `header.rightAction`. Only pages
 * that have one load this module.
 */
import type { HeaderOption } from '@openai/chatkit';
import { createElement, useEffect, useState } from 'react';
import { loadIconLabel } from '../../chatkit/icons/labels.ts';
import { loadIcon, type IconNode } from '../../chatkit/icons/load.ts';
import { callHost } from '../host/call-host.ts';
import { wantedLocale } from '../launcher/shell.ts';
import { useSetup } from '../panel/DockContext.tsx';

interface PageActionProps {
  action: NonNullable<HeaderOption['leftAction']>;
}

export function PageAction({ action }: PageActionProps) {
  const [node, setNode] = useState<IconNode | null>(null);
  const icon = String(action.icon);
  // ChatKit gives these buttons an icon but no label, so the meaning of the icon is the accessible name.
  const [label, setLabel] = useState(icon);
  const locale = wantedLocale(useSetup().options.locale);
  useEffect(() => {
    let isCurrent = true;
    loadIcon(icon).then(
      (found) => isCurrent && setNode(found),
      () => undefined, // a missing icon needs no error message
    );
    loadIconLabel(icon, locale).then(
      (found) => isCurrent && setLabel(found),
      () => undefined, // the icon's own name remains
    );
    return () => {
      isCurrent = false;
    };
  }, [icon, locale]);
  return (
    <button
      type="button"
      className="tool"
      aria-label={label}
      data-tip=""
      // Called on the object that holds it, so that the function may use `this`.
      onClick={() => callHost(() => action.onClick())}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {node?.map(([tag, attributes], index) => createElement(tag, { key: index, ...attributes }))}
      </svg>
    </button>
  );
}
