/** Everything that the header can hold. To add an entry, add its line here and its word to the option `header`. */
import { useMedia } from '../hooks/use-media.ts';
import { keyHint } from '../keys.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import type { IconName } from '../panel/icons.ts';
import { PHONE } from '../panel/sheet/use-sheet.ts';

export type EntryName =
  'history' | 'voice' | 'new' | 'theme' | 'transcript' | 'sound' | 'keys' | 'fullscreen' | 'close';

/** A button of the bar, or a row of the menu. */
export interface HeaderEntry {
  name: EntryName;
  label: string;
  icon: IconName;
  onPress(): void;
  /** Whether to mirror the icon in right-to-left text. */
  flips?: boolean;
  /** Its keys, for the tooltip. */
  hint?: string;
  /** Whether the box that it opens is open. */
  isExpanded?: boolean | undefined;
}

export interface HeaderActions {
  /** Whether the history is open. The header then shows a back button. */
  isHistoryOpen: boolean;
  /** Whether the history is open beside the chat; undefined if it cannot be there. */
  isHistoryBeside: boolean | undefined;
  onToggleHistory(): void;
  isHelpOpen: boolean;
  onToggleHelp(isOpen: boolean): void;
  onNewChat(): void;
  onTranscript(): void;
  /** Starts voice input. Set only for OpenAI's frame, whose composer cannot hold the dock's microphone. */
  onVoice: (() => void) | undefined;
}

/** The entries that exist now, in the order of the bar. */
export function useHeaderEntries(actions: HeaderActions): HeaderEntry[] {
  const { isHistoryOpen, onToggleHistory, isHelpOpen, onToggleHelp, onNewChat, onTranscript, onVoice } = actions;
  const { dock, options, strings } = useSetup();
  const { close, setFullscreen, setTheme } = dock.commands;
  const isFullscreen = useFact('isFullscreen');
  const isDark = useFact('scheme') === 'dark';
  const isMuted = useFact('isMuted');
  const hasThread = useFact('threadId') !== null;
  const isTouch = useMedia('(hover: none)');
  const isPhone = useMedia(PHONE);
  // A sheet already takes the width of a phone.
  const canEnlarge =
    options.fullscreen && (isFullscreen || !isPhone || options.mobile === 'same' || options.layout === 'inline');
  const entries: (HeaderEntry | false | undefined)[] = [
    options.history && {
      name: 'history',
      label: isHistoryOpen ? strings.backToChat : strings.history,
      icon: isHistoryOpen ? 'back' : 'history',
      onPress: onToggleHistory,
      flips: isHistoryOpen,
      isExpanded: actions.isHistoryBeside,
    },
    onVoice && { name: 'voice', label: strings.startVoice, icon: 'mic', onPress: onVoice },
    { name: 'new', label: strings.newChat, icon: 'write', onPress: onNewChat },
    {
      name: 'theme',
      label: isDark ? strings.lightMode : strings.darkMode,
      icon: isDark ? 'sun' : 'moon',
      onPress: () => setTheme(isDark ? 'light' : 'dark'),
    },
    // Only with the owner's own server, because OpenAI's does not give the page the items.
    hasThread &&
      !options.clientSecretUrl && {
        name: 'transcript',
        label: strings.transcript,
        icon: 'save',
        onPress: onTranscript,
      },
    options.unread.includes('sound') && {
      name: 'sound',
      label: isMuted ? strings.soundOn : strings.soundOff,
      icon: isMuted ? 'bell' : 'mute',
      onPress: () => dock.mute(!isMuted),
    },
    !isTouch && {
      name: 'keys',
      label: strings.keys,
      icon: 'keyboard',
      onPress: () => onToggleHelp(!isHelpOpen),
      isExpanded: isHelpOpen,
    },
    canEnlarge && {
      name: 'fullscreen',
      label: isFullscreen ? strings.exitFullscreen : strings.enterFullscreen,
      icon: isFullscreen ? 'minimize' : 'maximize',
      onPress: () => setFullscreen(!isFullscreen),
      hint: keyHint(options.fullscreenShortcut, strings),
    },
    options.layout !== 'inline' && { name: 'close', label: strings.closeChat, icon: 'close', onPress: close },
  ];
  return entries.filter((entry) => entry !== undefined && entry !== false);
}
