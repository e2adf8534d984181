/** The whole chat inside the element. */
import { Composer } from '../composer/Composer.tsx';
import { Header } from '../chrome/Header.tsx';
import { Disclaimer } from '../chrome/Disclaimer.tsx';
import { HistoryFrame } from '../history/HistoryFrame.tsx';
import { StartScreen } from '../start/StartScreen.tsx';
import { english } from '../language/text.ts';
import { isNewThread } from '../state/chat-state.ts';
import { loadThreadView } from '../thread/prefetch.ts';
import { lazy } from './loading/lazy.tsx';
import { loadAnswerTexts } from './loading/load-later.ts';
import { useSelect, useText } from './chat.ts';
import { PlainThread } from './PlainThread.tsx';
import { Toasts } from './Toasts.tsx';
import { useFileDrop } from '../files/file-drop.ts';

/** The first message needs it. Load it when the chat is idle, so that it is ready by then. */
const Thread = lazy(loadThreadView, { instead: PlainThread, texts: loadAnswerTexts });
const History = lazy(() => import('../history/History.tsx').then((module) => module.History), { frame: HistoryFrame });

export function Chat() {
  const t = useText();
  const title = useSelect((state) => state.options.frameTitle);
  const { direction, locale, strings } = useSelect((state) => state.language);
  const isNew = useSelect(isNewThread);
  const isLoading = useSelect((state) => state.loading !== null);
  const isHistoryOpen = useSelect((state) => state.history.isOpen);
  const isCovered = useSelect(({ history }) => history.isOpen && !history.isBeside);
  const drop = useFileDrop();
  const setupFault = useSelect((state) => state.setupFault);

  return (
    <section
      class="chat"
      {...drop}
      data-drop={t('composer.drop')}
      aria-label={title ?? t('frame.title')}
      dir={direction}
      lang={strings === english.strings ? 'en' : locale}
    >
      {isHistoryOpen && <History />}
      <div class="conversation" inert={isCovered}>
        <Header />
        {isNew ? (
          <StartScreen />
        ) : isLoading ? (
          <p class="loading" role="status">
            <span class="hidden">{t('thread.loading')}</span>
          </p>
        ) : (
          <div key="stage" class="stage">
            <Thread />
          </div>
        )}
        {/* Keyed, so that Preact never reuses the composer's element for another box and the text field survives. */}
        <div key="foot" class="foot">
          {setupFault !== null && (
            <p class="failure" role="alert">
              {t('failure.setup')}
            </p>
          )}
          <Composer />
          <Disclaimer />
        </div>
      </div>
      <Toasts />
    </section>
  );
}
