/** The widget renderer with its styles: one chunk, fetched when a thread first holds a widget. */
import { useRef } from 'preact/hooks';
import { useStyles } from '../ui/adopt-styles.ts';
import css from '../widgets/widget.css?inline';
import { WidgetView, type WidgetViewProps } from '../widgets/WidgetView.tsx';

export function StyledWidget(props: WidgetViewProps) {
  const place = useRef<HTMLDivElement>(null);
  useStyles(place, css);
  return (
    <div class="widget-place" ref={place}>
      <WidgetView {...props} />
    </div>
  );
}
