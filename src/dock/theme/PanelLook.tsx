/** Sets the panel's sizes and colours with the element's theme functions, so that panel and chat match. */
import { memo } from 'react';
import { drawPalette } from '../../chatkit/theme/palettes.ts';
import { themeRule, type Theme } from '../../chatkit/theme/tokens.ts';
import { toTheme } from '../../engine/chatkit-options.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import { setLook } from '../launcher/shell.ts';
import { addStyles } from '../style-sheets.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { usePageLook } from './use-page-look.ts';

/** Renders nothing. A separate component, so that a theme change re-renders only this one. */
export const PanelLook = memo(function PanelLook() {
  const { shell, options } = useSetup();
  const scheme = useFact('scheme');
  const { radius, density, width, height, headerColor = '' } = options;
  const { accent, font } = usePageLook(options);
  useLayoutEffect(() => {
    const theme: Theme = toTheme({ accent, radius, density, font }, scheme);
    let remove = () => {};
    // The chat uses the same colours, and reports it if they fail to load.
    const stop = drawPalette(
      theme,
      (palette) => {
        remove();
        remove = addStyles(shell.root, themeRule('.panel', theme, palette));
      },
      () => {},
    );
    return () => {
      stop();
      remove();
    };
  }, [shell, scheme, accent, radius, density, font]);
  useLayoutEffect(() => {
    setLook(shell.frame, 'width', width);
    setLook(shell.frame, 'height', height);
    setLook(shell.frame, 'header-color', headerColor);
  }, [shell, width, height, headerColor]);
  return null;
});
