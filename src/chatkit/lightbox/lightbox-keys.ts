/**
 * The keys of an opened image: + and - zoom, 0 fits it into the window, arrows show the other images or scroll a large
 * one.
 */

/** The zoom factor of one press. */
export const ZOOM_STEP = 1.5;
/** How far an arrow key scrolls the image, in pixels. */
const PACE = 80;

interface LightboxKeys {
  zoom: number;
  count: number;
  stage: HTMLElement | null;
  isRightToLeft: boolean;
  zoomTo(zoom: number): void;
  go(by: number): void;
  goTo(at: number): void;
}

export function handleLightboxKey(event: KeyboardEvent, box: LightboxKeys): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = actionOf(event.key, box);
  if (!act) return;
  event.preventDefault();
  act();
}

function actionOf(key: string, box: LightboxKeys): (() => void) | undefined {
  const { zoom, stage, isRightToLeft } = box;
  const scroll = (left: number, top: number) => () => stage?.scrollBy({ left, top });
  const isFitted = zoom === 1;
  switch (key) {
    case '+':
    case '=':
      return () => box.zoomTo(zoom * ZOOM_STEP);
    case '-':
      return () => box.zoomTo(zoom / ZOOM_STEP);
    case '0':
      return () => box.zoomTo(1);
    case 'Home':
      return () => box.goTo(0);
    case 'End':
      return () => box.goTo(box.count - 1);
    case 'ArrowLeft':
      return isFitted ? () => box.go(isRightToLeft ? 1 : -1) : scroll(-PACE, 0);
    case 'ArrowRight':
      return isFitted ? () => box.go(isRightToLeft ? -1 : 1) : scroll(PACE, 0);
    case 'ArrowUp':
      return isFitted ? undefined : scroll(0, -PACE);
    case 'ArrowDown':
      return isFitted ? undefined : scroll(0, PACE);
    default:
      return undefined;
  }
}
