/** A button that runs an action, submits its form, or both. */
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import { useIconLabel } from '../../icons/use-icon-label.ts';
import { useAction } from '../use-action.ts';
import { toFlag, toText, toWord } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';

const COLORS = ['primary', 'secondary', 'info', 'discovery', 'success', 'caution', 'warning', 'danger'] as const;
const SIZES = ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const;

export function Button({ component }: ComponentProps) {
  const { isDone, isBusy, locale } = useWidget();
  const submits = toFlag(component['submit']);
  const { action, mayRun, isLoading, run } = useAction(component['onClickAction'], {
    auto: 'self',
    validates: submits,
  });
  const label = toText(component['label']);
  const iconStart = toText(component['iconStart']);
  const iconEnd = toText(component['iconEnd']);
  const style = toWord(component['style'], ['primary', 'secondary']);
  const isIconOnly = label === undefined || label === '';
  const iconLabel = useIconLabel(isIconOnly ? (iconStart ?? iconEnd) : undefined, locale);
  const className = [
    'w-button',
    toWord(component['variant'], ['solid', 'soft', 'outline', 'ghost']) ?? (style === 'primary' ? 'solid' : 'outline'),
    toWord(component['color'], COLORS) ?? style ?? 'secondary',
    `size-${toWord(component['size'], SIZES) ?? 'md'}`,
    `icons-${toWord(component['iconSize'], ['sm', 'md', 'lg', 'xl', '2xl']) ?? 'md'}`,
    toFlag(component['pill']) && 'pill',
    (toFlag(component['uniform']) || isIconOnly) && 'uniform',
    toFlag(component['block']) && 'block',
    isLoading && 'loading',
  ]
    .filter(Boolean)
    .join(' ');
  const isDisabled = toFlag(component['disabled']) || !isDone || isBusy || (action ? !mayRun : false);
  return (
    <button
      type={submits && !action ? 'submit' : 'button'}
      class={className}
      disabled={isDisabled}
      aria-busy={isLoading}
      aria-label={isIconOnly ? iconLabel : undefined}
      onClick={action ? () => void run() : undefined}
    >
      {iconStart !== undefined && <ContentIcon name={iconStart} />}
      {!isIconOnly && <span dir="auto">{label}</span>}
      {iconEnd !== undefined && <ContentIcon name={iconEnd} />}
    </button>
  );
}
