/** A view whose code is fetched when it is first drawn. If it cannot be had, that is said, or something plainer stands in. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useText } from './chat.ts';

/** How long to wait before asking again for the code of a view that has a plainer stand-in, in milliseconds. */
const askAgainMs = 5000;

export interface LazyOptions<Props> {
  /** Drawn until the code is there. Without one nothing is drawn meanwhile, and a failure offers to try again. */
  meanwhile?: ComponentType<Props>;
}

export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>, { meanwhile: Meanwhile }: LazyOptions<Props> = {}): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const t = useText();
    const [state, setState] = useState<'loading' | 'ready' | 'failed'>(loaded ? 'ready' : 'loading');
    useEffect(() => {
      if (loaded) setState('ready'); // it may have arrived for another view since this one was drawn
      if (loaded || state === 'ready') return;
      if (state === 'failed') {
        const timer = Meanwhile && setTimeout(() => setState('loading'), askAgainMs);
        return () => clearTimeout(timer);
      }
      let isCurrent = true;
      void load().then(
        (component) => {
          loaded = component;
          if (isCurrent) setState('ready');
        },
        () => isCurrent && setState('failed'),
      );
      return () => {
        isCurrent = false;
      };
    }, [state]);
    const Loaded = loaded ?? Meanwhile;
    if (Loaded) return <Loaded {...props} />;
    if (state !== 'failed') return null;
    return (
      <div class="failure" role="alert">
        <span>{t('failure.part')}</span>
        <button type="button" class="text-button" onClick={() => setState('loading')}>
          {t('failure.retry')}
        </button>
      </div>
    );
  };
}
