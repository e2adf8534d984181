/** The panel's header: who answers, the buttons that the owner wants in the bar, and a menu with the others. */
import { useRef } from 'react';
import { useSetup } from '../panel/DockContext.tsx';
import { IconButton } from '../panel/IconButton.tsx';
import { fitHeader } from './fit-header.ts';
import { Heading } from './Heading.tsx';
import { MoreButton } from './MoreButton.tsx';
import { useHeaderEntries, type EntryName, type HeaderActions, type HeaderEntry } from './use-header-entries.ts';
import type { HeaderParts } from './use-header-parts.ts';
import { usePlaces } from './use-places.ts';

export interface HeaderProps extends HeaderActions {
  parts: HeaderParts;
}

export function Header({ parts, ...actions }: HeaderProps) {
  const { options, strings } = useSetup();
  const { isHistoryOpen } = actions;
  const entries = useHeaderEntries(actions);
  const bar = useRef<HTMLElement>(null);
  const title = isHistoryOpen ? strings.history : (options.title ?? strings.title);
  const places = usePlaces(bar, title);

  // Where the owner put the history into the menu, the way back from it is in the bar all the same.
  const fixed: EntryName[] = isHistoryOpen ? ['history', 'close'] : ['close'];
  const listed: readonly string[] = [...options.header, 'voice', ...(isHistoryOpen ? ['history'] : [])];
  const wanted = entries.flatMap(({ name }) => (listed.includes(name) ? [name] : []));
  const shown = fitHeader(wanted, fixed, wanted.length < entries.length, places);
  const inMenu = entries.filter(({ name }) => !shown.includes(name));
  const buttonOf = ({ name, ...button }: HeaderEntry) => shown.includes(name) && <IconButton key={name} {...button} />;
  const [first, last] = [entries.find(({ name }) => name === 'history'), entries.find(({ name }) => name === 'close')];

  return (
    <header className="bar" ref={bar} data-colored={options.headerColor ? '' : undefined}>
      {first && buttonOf(first)}
      <Heading title={title} isAboutChat={!isHistoryOpen} />
      {entries.map((entry) => entry !== first && entry !== last && buttonOf(entry))}
      {inMenu.length > 0 && <MoreButton entries={inMenu} parts={parts} />}
      {parts.help && <parts.help onLeave={() => actions.onToggleHelp(false)} />}
      {last && buttonOf(last)}
    </header>
  );
}
