/**
 * The open list of a Select, by the ARIA pattern of a combobox: the focus stays in one element, and
 * `aria-activedescendant` names the active option.
 */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../../icons/Icon.tsx';
import { usePopover, type ElementRef, type PopoverPlace } from '../../../ui/popovers/popover.ts';
import { useWidget } from '../../widget-context.ts';
import type { Option } from './options.ts';
import type { FieldNaming } from '../use-field.ts';
import { useOptionList, type OptionListOptions } from './use-option-list.ts';

interface SelectListProps extends PopoverPlace, OptionListOptions {
  id: string;
  naming: FieldNaming;
  anchor: ElementRef;
}

export function SelectList(props: SelectListProps) {
  const { id, naming, anchor, value, isSearchable, onClose, side, align } = props;
  const { text } = useWidget();
  const box = useRef<HTMLDivElement>(null);
  const { query, setQuery, shown, at, setActive, pick, handleKey } = useOptionList(props);
  const activeId = shown.length > 0 ? `${id}-${at}` : undefined;
  usePopover({ anchor, box, isOpen: true, onLeave: () => onClose(false), side, align, hasAnchorWidth: true });

  useLayoutEffect(() => {
    box.current?.querySelector<HTMLElement>('input, [role="listbox"]')?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    box.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }, [at, query]);

  return (
    <div
      ref={box}
      popover="manual"
      class="menu w-options"
      role="presentation"
      onKeyDown={(event) => {
        if (!handleKey(event)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onFocusOut={({ relatedTarget }) => {
        const staysInside = relatedTarget instanceof Node && box.current?.contains(relatedTarget);
        if (!staysInside && relatedTarget !== null && relatedTarget !== anchor.current) onClose(false);
      }}
    >
      {isSearchable && (
        <input
          class="w-search"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={id}
          aria-activedescendant={activeId}
          aria-label={text('widget.search')}
          placeholder={text('widget.search')}
          autocomplete="off"
          dir="auto"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      <div
        id={id}
        role="listbox"
        {...naming}
        tabIndex={isSearchable ? -1 : 0}
        aria-activedescendant={isSearchable ? undefined : activeId}
      >
        {shown.map((option, index) => (
          <OptionRow
            key={option.value}
            id={`${id}-${index}`}
            option={option}
            isActive={index === at}
            isPicked={option.value === value}
            onPoint={() => option.isDisabled || setActive(option.value)}
            onPick={() => pick(option)}
          />
        ))}
      </div>
      {shown.length === 0 && (
        <p class="menu-note" role="status">
          {text('composer.mention.none')}
        </p>
      )}
    </div>
  );
}

interface OptionRowProps {
  id: string;
  option: Option;
  isActive: boolean;
  isPicked: boolean;
  onPoint: () => void;
  onPick: () => void;
}

function OptionRow({ id, option, isActive, isPicked, onPoint, onPick }: OptionRowProps) {
  return (
    <div
      id={id}
      class={isActive ? 'menu-entry active' : 'menu-entry'}
      role="option"
      tabIndex={-1}
      aria-selected={isPicked}
      aria-disabled={option.isDisabled || undefined}
      // Keeps the focus in the list or in its search field.
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={onPoint}
      onClick={onPick}
    >
      <span class="menu-text">
        <span dir="auto">{option.label}</span>
        {option.description !== undefined && <small dir="auto">{option.description}</small>}
      </span>
      {isPicked && <Icon name="check" />}
    </div>
  );
}
