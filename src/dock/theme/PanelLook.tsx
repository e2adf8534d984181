/** The panel's measures and colours: the element's own design language, from the same options, so that the two are one piece. */
import { memo } from 'react';
import { browserColor, themeRule } from '../../chatkit/theme/tokens.ts';
import { toTheme } from '../../engine/chatkit-options.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import { setLook } from '../launcher/shell.ts';
import { adoptStyles } from '../style-sheets.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { usePageLook } from './use-page-look.ts';

/** Draws nothing; by itself, so that a change of theme draws nothing else anew. */
export const PanelLook = memo(function PanelLook() {
  const { shell, options } = useSetup();
  const scheme = useFact('scheme');
  const { radius, density, width, height } = options;
  const { accent, font } = usePageLook(options);
  useLayoutEffect(() => {
    const theme = toTheme({ accent, radius, density, font }, scheme);
    return adoptStyles(shell.root, themeRule('.panel', theme, browserColor));
  }, [shell, scheme, accent, radius, density, font]);
  useLayoutEffect(() => {
    setLook(shell.frame, 'width', width);
    setLook(shell.frame, 'height', height);
  }, [shell, width, height]);
  return null;
});
