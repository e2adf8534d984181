/** The widget renderer with its styles. */
import { useStyles } from '../../ui/styles/adopt-styles.ts';
import menuCss from '../../ui/popovers/menu.css?inline';
import controlCss from '../../widgets/controls.css?inline';
import css from '../../widgets/widget.css?inline';
import { WidgetView, type WidgetViewProps } from '../../widgets/WidgetView.tsx';

export function StyledWidget(props: WidgetViewProps) {
  useStyles(menuCss);
  useStyles(css);
  useStyles(controlCss);
  return (
    <div class="widget-place">
      <WidgetView {...props} />
    </div>
  );
}
