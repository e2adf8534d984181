/** The layouts other than the floating panel, and resizing. Only docks with such an option load this module. */
import type { RefObject } from 'react';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import { addStyles } from '../style-sheets.ts';
import css from './layout.css?inline';
import { pushPage } from './push-page.ts';
import { Sizers } from './Sizers.tsx';
import { showAbovePage } from './show-above-page.ts';

export interface LayoutProps {
  panel: RefObject<HTMLElement | null>;
}

export function Layout({ panel }: LayoutProps) {
  const { shell, options } = useSetup();
  const { layout } = options;
  const isOpen = useFact('isOpen');
  const isFullscreen = useFact('isFullscreen');
  useLayoutEffect(() => addStyles(shell.root, css), [shell]);
  useLayoutEffect(() => {
    shell.frame.setAttribute('data-layout', layout);
    return () => shell.frame.removeAttribute('data-layout');
  }, [shell, layout]);
  const pushes = layout === 'sidebar' && isOpen && !isFullscreen;
  useLayoutEffect(
    () => (pushes && panel.current ? pushPage(panel.current, shell.frame) : undefined),
    [pushes, panel, shell],
  );
  const isLifted = layout === 'inline' && isFullscreen;
  useLayoutEffect(() => (isLifted && panel.current ? showAbovePage(panel.current) : undefined), [isLifted, panel]);
  return options.resizable && !isFullscreen ? <Sizers panel={panel} /> : null;
}
