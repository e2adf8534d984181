/** The widget renderer with its styles: one chunk, fetched when a thread first holds a widget. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import css from '../widgets/widget.css?inline';
import { WidgetView, type WidgetViewProps } from '../widgets/WidgetView.tsx';

let sheet: CSSStyleSheet | undefined;

export function StyledWidget(props: WidgetViewProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const root = place.current?.getRootNode();
    if (!(root instanceof ShadowRoot)) return;
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  }, []);
  return (
    <div class="widget-place" ref={place}>
      <WidgetView {...props} />
    </div>
  );
}
