/** The frame of a control that opens a popover, with the button that empties it. */
import type { ComponentChildren } from 'preact';
import { Icon } from '../../icons/Icon.tsx';
import { useWidget } from '../widget-context.ts';

/** On a touch screen, use the platform's own pickers. */
export const hasTouchPickers = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches;

interface PickerFrameProps {
  canClear: boolean;
  onClear: () => void;
  children: ComponentChildren;
}

export function PickerFrame({ canClear, onClear, children }: PickerFrameProps) {
  const { text } = useWidget();
  return (
    <span class={canClear ? 'w-picker-frame clearable' : 'w-picker-frame'}>
      {children}
      {canClear && (
        <button type="button" class="w-clear" aria-label={text('widget.clear')} data-tip="" onClick={onClear}>
          <Icon name="close" />
        </button>
      )}
    </span>
  );
}
