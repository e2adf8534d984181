/** The panel: a dialog in the page's corner, fullscreen, or a sheet on a phone. */
import { memo, useCallback, useRef, useState } from 'react';
import { ChatArea } from '../chat/ChatArea.tsx';
import type { DockCommands } from '../commands/dock-commands.ts';
import { Header } from '../header/Header.tsx';
import { useHeaderBoxes, type HeaderBoxes } from '../header/use-header-boxes.ts';
import { useLazy } from '../hooks/use-lazy.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useMedia } from '../hooks/use-media.ts';
import { useTips } from '../hooks/use-tips.ts';
import { addStyles } from '../style-sheets.ts';
import { PanelLook } from '../theme/PanelLook.tsx';
import { isVoiceSupported } from '../voice/voice-support.ts';
import { useFact, useSetup } from './DockContext.tsx';
import panelCss from './panel.css?inline';
import { useEngine } from './use-engine.ts';
import { useFocusTravel } from './focus/use-focus-travel.ts';
import { useModal } from './focus/use-modal.ts';
import { useFullscreenMotion } from './sheet/use-fullscreen-motion.ts';
import { usePanelKeys } from './focus/use-panel-keys.ts';
import { useShown } from './use-shown.ts';
import { usePanelViews, type PanelViews } from './use-panel-views.ts';
import { PHONE, useSheet } from './sheet/use-sheet.ts';

/** From this width on, the list of conversations is beside the chat in fullscreen. */
const WIDE = '(min-width: 1000px)';
const loadGrip = async () => (await import('./sheet/SheetGrip.tsx')).SheetGrip;

// The focus only passes through these elements, at both ends of a modal panel, and never stays on them.
// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
const edge = <span className="edge" tabIndex={0} />;

export const Panel = memo(function Panel() {
  const { dock, shell, options, strings, layout: Layout } = useSetup();
  const { commands } = dock;
  const isOpen = useFact('isOpen');
  const isFullscreen = useFact('isFullscreen');
  const panel = useRef<HTMLElement>(null);
  const [engine, fallBack] = useEngine();
  const isWide = useMedia(WIDE) && isFullscreen && engine === 'local';
  const views = usePanelViews(engine);
  const { isHistoryOpen, isHelpOpen, setHelpOpen } = views;
  const boxes = useHeaderBoxes(views);
  const onVoice = useVoiceStart(views);

  useLayoutEffect(() => addStyles(shell.root, panelCss), [shell]);
  useTips(panel);
  const isInline = options.layout === 'inline';
  // A <dialog> can be modal, but not a group. React would render the chat again for another element, so keep the first.
  // Both take the same properties.
  const [Box] = useState(() => (isInline ? 'section' : 'dialog') as 'section');
  const mobile = isInline ? 'same' : options.mobile;
  const isModal = useSheet(shell, {
    isOpen,
    coversPage: isFullscreen || options.layout === 'modal',
    isSheetOnPhones: mobile !== 'same',
  });
  const isSheet = useMedia(PHONE) && mobile === 'sheet' && !isFullscreen;
  const grip = useLazy(isOpen && isSheet, loadGrip);
  useShown(panel, isOpen);
  // Before the panel becomes modal, which moves the focus.
  useFocusTravel(panel, isOpen);
  useModal(panel, isModal);
  useFullscreenMotion(panel, isFullscreen, isOpen);

  const { closeHistory, toggleHistory, startNewChat } = useHistoryCommands(views, isWide);
  usePanelKeys(layersOf({ views, boxes, closeHistory, isFullscreen, isInline, isWide, commands }));

  return (
    <>
      <div className="scrim" data-open={isOpen || undefined} data-mobile={mobile} />
      <Box
        ref={panel}
        className="panel"
        role={isInline && !isFullscreen ? 'group' : 'dialog'}
        aria-label={options.title ?? strings.title}
        aria-describedby="ai"
        aria-modal={isModal || undefined}
        tabIndex={-1}
        data-new=""
        data-fullscreen={isFullscreen || undefined}
        data-mobile={mobile}
        data-launcher={options.launcher}
      >
        <PanelLook />
        {isModal && edge}
        <Header
          // OpenAI's frame shows its own title and back button in the history.
          isHistoryOpen={isHistoryOpen && engine === 'local' && !isWide}
          isHistoryBeside={isWide ? isHistoryOpen : undefined}
          onToggleHistory={toggleHistory}
          isHelpOpen={isHelpOpen}
          boxes={boxes}
          onToggleHelp={setHelpOpen}
          onNewChat={startNewChat}
          onTranscript={views.openTranscript}
          onVoice={engine === 'openai' ? onVoice : undefined}
        />
        <ChatArea
          panel={panel}
          engine={engine}
          onEngineFallback={fallBack}
          views={views}
          isWide={isWide}
          failed={boxes.failed}
          onVoice={onVoice}
        />
        {grip.component && <grip.component panel={panel} />}
        {Layout && <Layout panel={panel} />}
        {isModal && edge}
      </Box>
    </>
  );
});

function useHistoryCommands({ isHistoryOpen, focusComposer }: PanelViews, isWide: boolean) {
  const { commands, queue } = useSetup().dock;
  const closeHistory = useCallback(() => queue.run((chat) => chat.hideHistory()), [queue]);
  const toggleHistory = useCallback(
    () => queue.run((chat) => (isHistoryOpen ? chat.hideHistory() : chat.showHistory())),
    [queue, isHistoryOpen],
  );
  const startNewChat = useCallback(() => {
    if (!isWide) closeHistory();
    commands.setThreadId(null);
    // Focus the composer, except where that would open the on-screen keyboard.
    if (!matchMedia('(pointer: coarse)').matches) focusComposer();
  }, [closeHistory, commands, focusComposer, isWide]);
  return { closeHistory, toggleHistory, startNewChat };
}

/** Starts voice input. Undefined while it listens, and if it is not available. */
function useVoiceStart({ isVoiceOn, startVoice }: PanelViews) {
  const { options } = useSetup();
  const { composer } = useFact('chatkit');
  // Other ChatKit servers do not say whether they transcribe speech, so use ChatKit's own option for the microphone.
  const transcribes = useFact('transcribes') ?? composer?.dictation?.enabled === true;
  const hasVoice = options.voice !== 'off' && isVoiceSupported(transcribes);
  return hasVoice && !isVoiceOn ? startVoice : undefined;
}

/** The things that Esc closes, the topmost first. */
const layersOf = ({
  views,
  boxes,
  closeHistory,
  isFullscreen,
  isInline,
  isWide,
  commands,
}: {
  views: PanelViews;
  boxes: HeaderBoxes;
  closeHistory(): void;
  isFullscreen: boolean;
  isInline: boolean;
  isWide: boolean;
  commands: DockCommands;
}) => [
  { isOpen: boxes.isMenuOpen, close: () => boxes.setMenuOpen(false) },
  { isOpen: views.isHelpOpen, close: () => views.setHelpOpen(false) },
  { isOpen: views.isTranscriptOpen, close: views.endTranscript },
  { isOpen: views.isNoteOpen, close: views.endNote },
  { isOpen: views.isVoiceOn, close: views.endVoice },
  { isOpen: views.isHistoryOpen && !isWide, close: closeHistory },
  { isOpen: isFullscreen, close: () => commands.setFullscreen(false) },
  { isOpen: !isInline, close: commands.close },
];
