/** A chart. The code loads with the first one; until then a placeholder has the chart's height. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { blockStyle } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';

let Loaded: FunctionComponent<ComponentProps> | undefined;

export function Chart({ component }: ComponentProps) {
  const { text } = useWidget();
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>(Loaded ? 'ready' : 'loading');
  useEffect(() => {
    if (Loaded || state !== 'loading') return;
    let isCurrent = true;
    import('../chart/ChartView.tsx').then(
      ({ ChartView }) => {
        Loaded = ChartView;
        if (isCurrent) setState('ready');
      },
      () => isCurrent && setState('failed'),
    );
    return () => {
      isCurrent = false;
    };
  }, [state]);
  if (Loaded) return <Loaded component={component} />;
  if (state === 'loading') return <div class="w-chart-place" style={blockStyle(component)} />;
  return (
    <div class="failure" role="alert">
      <span>{text('failure.part')}</span>
      <button type="button" class="text-button" onClick={() => setState('loading')}>
        {text('failure.retry')}
      </button>
    </div>
  );
}
