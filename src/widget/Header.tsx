/** The panel's header: what this is, and the ways out of it. */
import { ArrowLeft, History, Maximize2, Minimize2, Moon, SquarePen, Sun, X } from 'lucide-react';
import { memo } from 'react';
import { useChatWidget, useSetup } from './DockContext.tsx';
import { IconButton } from './IconButton.tsx';
import { useTheme } from './ThemeProvider.tsx';

export interface HeaderProps {
  isHistoryOpen: boolean;
  onToggleHistory(): void;
}

export const Header = memo(function Header({ isHistoryOpen, onToggleHistory }: HeaderProps) {
  const { options, strings } = useSetup();
  const { isFullscreen, close, newThread, fullscreen } = useChatWidget();
  return (
    <header className="bar">
      {options.history && (
        <IconButton label={isHistoryOpen ? strings.backToChat : strings.history} icon={isHistoryOpen ? ArrowLeft : History} onPress={onToggleHistory} flips />
      )}
      <h2 className="title">{options.title}</h2>
      <IconButton label={strings.newChat} icon={SquarePen} onPress={newThread} />
      <ThemeToggle />
      {options.fullscreen && (
        <IconButton
          label={isFullscreen ? strings.exitFullscreen : strings.enterFullscreen}
          icon={isFullscreen ? Minimize2 : Maximize2}
          onPress={() => fullscreen(!isFullscreen)}
        />
      )}
      <IconButton label={strings.closeChat} icon={X} onPress={close} />
    </header>
  );
});

/** By itself, so that a change of theme draws this button anew and not the header. */
const ThemeToggle = memo(function ThemeToggle() {
  const { strings } = useSetup();
  const { scheme, toggleTheme } = useTheme();
  return <IconButton label={scheme === 'dark' ? strings.lightMode : strings.darkMode} icon={scheme === 'dark' ? Sun : Moon} onPress={toggleTheme} />;
});
