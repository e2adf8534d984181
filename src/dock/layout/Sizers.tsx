/** The edges that resize the panel, by dragging or with the arrow keys. A double click restores the owner's size. */
import { useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useMedia } from '../hooks/use-media.ts';
import { useSetup } from '../panel/DockContext.tsx';
import { PHONE } from '../panel/sheet/use-sheet.ts';

type Axis = 'width' | 'height';
/** In pixels; undefined for the owner's size. */
type Size = Partial<Record<Axis, number | undefined>>;

const LEAST = { width: 300, height: 320 };
const STEP = 20;

export function Sizers({ panel }: { panel: RefObject<HTMLElement | null> }) {
  const { options, memory } = useSetup();
  const [size, setSize] = useState<Size>(() => readSize(memory.read()));
  const isPhone = useMedia(PHONE);

  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    for (const axis of ['width', 'height'] as const) {
      const pixels = size[axis];
      if (pixels === undefined) element.style.removeProperty(`--dock-${axis}`);
      else element.style.setProperty(`--dock-${axis}`, `${pixels}px`);
    }
  }, [panel, size]);

  // A sheet has the size of the phone, and the page sets the width of an inline panel.
  const isSheet = isPhone && options.mobile !== 'same';
  const axes: Axis[] =
    options.layout === 'inline'
      ? ['height']
      : isSheet
        ? []
        : options.layout === 'sidebar'
          ? ['width']
          : ['width', 'height'];
  const resize = (axis: Axis, pixels: number | undefined) => {
    const next = { ...size, [axis]: pixels };
    setSize(next);
    memory.write(next);
  };
  return axes.map((axis) => <Sizer key={axis} axis={axis} panel={panel} onResize={resize} />);
}

interface SizerProps {
  axis: Axis;
  panel: RefObject<HTMLElement | null>;
  onResize(axis: Axis, pixels: number | undefined): void;
}

function Sizer({ axis, panel, onResize }: SizerProps) {
  const { shell, options, strings } = useSetup();
  const isWidth = axis === 'width';
  const now = () => panel.current?.[isWidth ? 'offsetWidth' : 'offsetHeight'] ?? LEAST[axis];
  const most = () => (isWidth ? innerWidth : innerHeight);
  const [value, setValue] = useState(LEAST[axis]);
  const { layout } = options;
  /** The direction in which the edge moves when the panel grows: 1 for right or down. */
  const growth = () => {
    if (layout === 'modal' || layout === 'inline') return 1;
    const { x, y } = shell.frame.dataset;
    return (isWidth ? x : y) === (isWidth ? 'left' : 'top') ? 1 : -1;
  };
  const set = (pixels: number) => {
    onResize(axis, Math.round(Math.min(Math.max(pixels, LEAST[axis]), most())));
  };

  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const { currentTarget } = event;
    currentTarget.focus();
    currentTarget.setPointerCapture(event.pointerId);
    const [start, from] = [isWidth ? event.clientX : event.clientY, now()];
    // A panel in the middle grows on both sides.
    const factor = growth() * (layout === 'modal' ? 2 : 1);
    const dragging = new AbortController();
    const { signal } = dragging;
    const follow = ({ clientX, clientY }: globalThis.PointerEvent) =>
      set(from + ((isWidth ? clientX : clientY) - start) * factor);
    currentTarget.addEventListener('pointermove', follow, { signal });
    for (const end of ['pointerup', 'pointercancel'])
      currentTarget.addEventListener(end, () => dragging.abort(), { signal });
  };
  const press = (event: KeyboardEvent) => {
    const [less, more] = isWidth ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const steps: Record<string, number> = {
      [`${less}`]: now() - growth() * STEP,
      [`${more}`]: now() + growth() * STEP,
    };
    const target = { ...steps, Home: LEAST[axis], End: most() }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    set(target);
  };
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    const sizes = new ResizeObserver(() => setValue(isWidth ? element.offsetWidth : element.offsetHeight));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [panel, isWidth]);

  return (
    // A separator that takes the focus is a control: the separator of the panel and the page, whose place is its value.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={`sizer ${axis}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="separator"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-orientation={isWidth ? 'vertical' : 'horizontal'}
      aria-label={isWidth ? strings.resizeWidth : strings.resizeHeight}
      aria-valuenow={value}
      aria-valuemin={LEAST[axis]}
      aria-valuemax={Math.max(most(), value)}
      onPointerDown={drag}
      onKeyDown={press}
      onClick={({ detail }) => detail === 2 && onResize(axis, undefined)}
    />
  );
}

const readSize = ({ width, height }: Size): Size => ({
  ...(typeof width === 'number' && { width }),
  ...(typeof height === 'number' && { height }),
});
