/** The host page's preview widget for an entity. It is not interactive. */
import type { Widgets } from '@openai/chatkit';
import { usePictures } from '../../pictures/use-pictures.ts';
import { ChatKitError } from '../../state/errors.ts';
import { colorSchemeOf } from '../../theme/tokens.ts';
import { useChat, useSelect, useText } from '../../ui/chat.ts';
import { lazy } from '../../ui/loading/lazy.tsx';

const StyledWidget = lazy(() => import('../messages/widget-parts.ts').then((module) => module.StyledWidget));

export function WidgetPreview({ root }: { root: Widgets.BasicRoot }) {
  const chat = useChat();
  const text = useText();
  const pictures = usePictures(document.baseURI);
  const locale = useSelect((state) => state.language.locale);
  const theme = useSelect((state) => state.options.theme);
  return (
    <StyledWidget
      itemId="preview"
      widget={root}
      pictures={pictures}
      isDone={false}
      isBlocked
      theme={theme}
      scheme={colorSchemeOf(theme)}
      text={text}
      locale={locale}
      runAction={() => Promise.resolve()}
      reportError={(message) => chat.context.report(new ChatKitError('WidgetItemError', message))}
    />
  );
}
