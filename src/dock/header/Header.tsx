/** The panel's header: who answers, the buttons that the owner wants in the bar, and a menu with the others. */
import { useEffect, useRef, useState } from 'react';
import { useLazy } from '../hooks/use-lazy.ts';
import { loadLater } from '../loading/load-later.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import { IconButton } from '../panel/IconButton.tsx';
import { icons } from '../panel/icons.ts';
import { fitHeader } from './fit-header.ts';
import { Heading } from './Heading.tsx';
import { MoreButton } from './MoreButton.tsx';
import { useHeaderEntries, type EntryName, type HeaderActions, type HeaderEntry } from './use-header-entries.ts';
import type { HeaderBoxes } from './use-header-boxes.ts';
import { usePlaces } from './use-places.ts';

const loadPageAction = async () => (await import('./PageAction.tsx')).PageAction;

interface HeaderProps extends HeaderActions {
  boxes: HeaderBoxes;
}

export function Header({ boxes, ...actions }: HeaderProps) {
  const { options, strings } = useSetup();
  const { isHistoryOpen } = actions;
  const entries = useHeaderEntries(actions);
  const bar = useRef<HTMLElement>(null);
  const title = isHistoryOpen ? strings.history : (options.title ?? strings.title);
  // ChatKit's names for the title and the buttons of the page.
  const { leftAction, rightAction, title: named } = useFact('chatkit').header ?? {};
  const page = useLazy(Boolean(leftAction ?? rightAction), loadPageAction);
  const places = usePlaces(bar, title) - [leftAction, rightAction].filter(Boolean).length;

  // The back button is in the bar even if the owner put the history into the menu.
  const fixed: EntryName[] = isHistoryOpen ? ['history', 'close'] : ['close'];
  const listed: readonly string[] = [...options.header, 'voice', ...(isHistoryOpen ? ['history'] : [])];
  const wanted = entries.flatMap(({ name }) => (listed.includes(name) ? [name] : []));
  const shown = fitHeader(wanted, fixed, wanted.length < entries.length, places);
  useLaterIcons(entries.some(({ name, icon }) => shown.includes(name) && !icons[icon]));
  const inMenu = entries.filter(({ name }) => !shown.includes(name));
  // With a wide font or in a narrow panel, the buttons that never move may leave too little room.
  const isTight = shown.length + (inMenu.length > 0 ? 1 : 0) > places;
  const buttonOf = ({ name, ...button }: HeaderEntry) => shown.includes(name) && <IconButton key={name} {...button} />;
  const [first, last] = [entries.find(({ name }) => name === 'history'), entries.find(({ name }) => name === 'close')];

  return (
    <header
      className="bar"
      ref={bar}
      data-colored={options.headerColor ? '' : undefined}
      data-tight={isTight ? '' : undefined}
      data-untitled={named?.enabled === false ? '' : undefined}
    >
      {leftAction && page.component && <page.component action={leftAction} />}
      {first && buttonOf(first)}
      <Heading title={title} isAboutChat={!isHistoryOpen} />
      {entries.map((entry) => entry !== first && entry !== last && buttonOf(entry))}
      {inMenu.length > 0 && <MoreButton entries={inMenu} boxes={boxes} />}
      {boxes.help && <boxes.help onLeave={() => actions.onToggleHelp(false)} />}
      {rightAction && page.component && <page.component action={rightAction} />}
      {last && buttonOf(last)}
    </header>
  );
}

/** Draws again when the icons that load later have loaded. */
function useLaterIcons(isWanted: boolean): void {
  const [, redraw] = useState(false);
  useEffect(() => {
    if (isWanted)
      loadLater().then(
        () => redraw(true),
        () => undefined, // the buttons still have their names
      );
  }, [isWanted]);
}
