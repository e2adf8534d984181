/** A view whose code is fetched when it is first drawn. If it cannot be had, that is said, or something plainer stands in. */
import { Fragment, type ComponentChildren, type ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useText } from './chat.ts';

/** How long to wait before asking again for the code of a view that has a plainer stand-in, in milliseconds. */
const askAgainMs = 5000;

export interface LazyOptions<Props> {
  /** Drawn when the code cannot be had, which is asked for again and again. Without one, the visitor is asked to try again. */
  instead?: ComponentType<Props>;
  /** Drawn around the words that say so, where they would otherwise be out of sight or with no way back. */
  frame?: ComponentType<{ children: ComponentChildren }>;
}

export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { instead: Instead, frame: Frame = Fragment }: LazyOptions<Props> = {},
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const t = useText();
    const hasFailed = useRef(false);
    const [state, setState] = useState<'loading' | 'ready' | 'failed'>(loaded ? 'ready' : 'loading');
    useEffect(() => {
      if (loaded) setState('ready'); // it may have arrived for another view since this one was drawn
      if (loaded || state === 'ready') return;
      if (state === 'failed') {
        const timer = Instead && setTimeout(() => setState('loading'), askAgainMs);
        return () => clearTimeout(timer);
      }
      let isCurrent = true;
      void load().then(
        (component) => {
          loaded = component;
          if (isCurrent) setState('ready');
        },
        () => {
          hasFailed.current = true;
          if (isCurrent) setState('failed');
        },
      );
      return () => {
        isCurrent = false;
      };
    }, [state]);
    const Loaded = loaded ?? (hasFailed.current ? Instead : undefined);
    if (Loaded) return <Loaded {...props} />;
    if (state !== 'failed') return null;
    return (
      <Frame>
        <div class="failure" role="alert">
          <span>{t('failure.part')}</span>
          <button type="button" class="text-button" onClick={() => setState('loading')}>
            {t('failure.retry')}
          </button>
        </div>
      </Frame>
    );
  };
}
