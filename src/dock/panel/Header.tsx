/** The panel's header: the title and its buttons. */
import { memo, type ComponentType } from 'react';
import { dockOptions } from '../../options/options.ts';
import { useFact, useSetup } from './DockContext.tsx';
import { IconButton } from './IconButton.tsx';
import { keyHint } from '../keys.ts';
import { KeysHelp } from './KeysHelp.tsx';

export interface HeaderProps {
  /** Whether the history is open. The header then shows a back button. */
  isHistoryOpen: boolean;
  onToggleHistory(): void;
  isHelpOpen: boolean;
  /** The keyboard shortcuts; null until they have loaded. */
  helpList: ComponentType | null;
  onToggleHelp(isOpen: boolean): void;
  onNewChat(): void;
  /** Starts voice input. Set only for OpenAI's frame, whose composer cannot hold the dock's microphone. */
  onVoice: (() => void) | undefined;
}

export const Header = memo(function Header({
  isHistoryOpen,
  onToggleHistory,
  isHelpOpen,
  helpList,
  onToggleHelp,
  onNewChat,
  onVoice,
}: HeaderProps) {
  const { dock, options, strings } = useSetup();
  const { close, setFullscreen } = dock.commands;
  const isFullscreen = useFact('isFullscreen');
  // Until there is a More menu, the default shows every button.
  const shown = options.header === dockOptions.header.fallback ? dockOptions.header.words : options.header;
  return (
    <header className="bar">
      {options.history && shown?.includes('history') && (
        <IconButton
          label={isHistoryOpen ? strings.backToChat : strings.history}
          icon={isHistoryOpen ? 'back' : 'history'}
          onPress={onToggleHistory}
          flips={isHistoryOpen}
        />
      )}
      <h2 className="title">{isHistoryOpen ? strings.history : (options.title ?? strings.title)}</h2>
      {onVoice && <IconButton label={strings.startVoice} icon="mic" onPress={onVoice} />}
      {shown?.includes('new') && <IconButton label={strings.newChat} icon="write" onPress={onNewChat} />}
      {shown?.includes('theme') && <ThemeToggle />}
      {shown?.includes('keys') && <KeysHelp isOpen={isHelpOpen} list={helpList} onToggle={onToggleHelp} />}
      {options.fullscreen && shown?.includes('fullscreen') && (
        <IconButton
          label={isFullscreen ? strings.exitFullscreen : strings.enterFullscreen}
          icon={isFullscreen ? 'minimize' : 'maximize'}
          onPress={() => setFullscreen(!isFullscreen)}
          hint={keyHint(options.fullscreenShortcut, strings)}
        />
      )}
      {shown?.includes('close') && <IconButton label={strings.closeChat} icon="close" onPress={close} />}
    </header>
  );
});

/** A separate component, so that a theme change re-renders this button and not the whole header. */
const ThemeToggle = memo(function ThemeToggle() {
  const { dock, strings } = useSetup();
  const scheme = useFact('scheme');
  return (
    <IconButton
      label={scheme === 'dark' ? strings.lightMode : strings.darkMode}
      icon={scheme === 'dark' ? 'sun' : 'moon'}
      onPress={() => dock.commands.setTheme(scheme === 'dark' ? 'light' : 'dark')}
    />
  );
});
