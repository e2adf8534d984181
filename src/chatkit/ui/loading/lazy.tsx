/** A view whose code loads on first render. If that fails, shows an error with a retry button, or a plainer view. */
import { Fragment, type ComponentChildren, type ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { partFailure, reportFault } from '../../state/connection/load-for-request.ts';
import { useText } from '../chat.ts';
import { loadLater } from './load-later.ts';

/** Delay before a view with a plainer fallback tries to load again, in milliseconds. */
const ASK_AGAIN_MS = 5000;

interface LazyOptions<Props> {
  /** Rendered while loading keeps failing and is retried. Without it, the visitor gets a retry button. */
  instead?: ComponentType<Props>;
  /** Wraps the error message where it would otherwise be out of view or leave no way back. */
  frame?: ComponentType<{ children: ComponentChildren }>;
  /** Loads the texts and icons that it uses. */
  texts?: () => Promise<void>;
}

export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { instead: Instead, frame: Frame = Fragment, texts = loadLater }: LazyOptions<Props> = {},
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const t = useText();
    /** The text for the last failure. */
    const failure = useRef<ReturnType<typeof partFailure> | undefined>(undefined);
    const [state, setState] = useState<'loading' | 'ready' | 'failed'>(loaded ? 'ready' : 'loading');
    useEffect(() => {
      if (loaded) setState('ready'); // another view may have loaded it since this render
      if (loaded || state === 'ready') return;
      if (state === 'failed') {
        const timer = Instead && setTimeout(() => setState('loading'), ASK_AGAIN_MS);
        return () => clearTimeout(timer);
      }
      let isCurrent = true;
      void Promise.all([load(), texts()]).then(
        ([component]) => {
          loaded = component;
          if (isCurrent) setState('ready');
        },
        (cause: unknown) => {
          reportFault(cause);
          failure.current = partFailure(cause);
          if (isCurrent) setState('failed');
        },
      );
      return () => {
        isCurrent = false;
      };
    }, [state]);
    const Loaded = loaded ?? (failure.current ? Instead : undefined);
    if (Loaded) return <Loaded {...props} />;
    if (state !== 'failed') return null;
    return (
      <Frame>
        <div class="failure" role="alert">
          <span>{t(failure.current ?? 'failure.part')}</span>
          <button type="button" class="text-button" onClick={() => setState('loading')}>
            {t('failure.retry')}
          </button>
        </div>
      </Frame>
    );
  };
}
