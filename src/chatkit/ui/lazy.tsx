/** A view whose code is fetched when it is first drawn: nothing stands in its place meanwhile, never nothing for good. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useText } from './chat.ts';

export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const t = useText();
    const [state, setState] = useState<'loading' | 'ready' | 'failed'>(loaded ? 'ready' : 'loading');
    useEffect(() => {
      if (loaded) setState('ready'); // it may have arrived for another view since this one was drawn
      if (loaded || state !== 'loading') return;
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
    if (state === 'failed') {
      return (
        <div class="failure" role="alert">
          <span>{t('failure.part')}</span>
          <button type="button" class="text-button" onClick={() => setState('loading')}>
            {t('failure.retry')}
          </button>
        </div>
      );
    }
    const Loaded = loaded;
    return Loaded && <Loaded {...props} />;
  };
}
