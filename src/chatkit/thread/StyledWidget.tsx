/** The widget renderer with its styles: one chunk, fetched when a thread first holds a widget. */
import { useStyles } from '../ui/adopt-styles.ts';
import css from '../widgets/widget.css?inline';
import { WidgetView, type WidgetViewProps } from '../widgets/WidgetView.tsx';

export function StyledWidget(props: WidgetViewProps) {
  useStyles(css);
  return (
    <div class="widget-place">
      <WidgetView {...props} />
    </div>
  );
}
