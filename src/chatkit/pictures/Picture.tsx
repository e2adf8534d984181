/** A picture, or the button that loads it, or its alternative text, as the policy decides. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ContentIcon } from '../icons/ContentIcon.tsx';
import type { Text } from '../language/text.ts';
import { adoptingRef } from '../ui/styles/adopt-styles.ts';
import css from './picture.css?inline';
import type { Pictures } from './pictures.ts';
import { judgeIn } from './policy.ts';

const adoptPictureStyles = adoptingRef(css);

interface PictureProps {
  /** The address as it was written, not yet checked. */
  src: unknown;
  alt: string;
  pictures: Pictures;
  text: Text;
  class?: string | undefined;
  style?: Record<string, string | number> | undefined;
  /** Shown if the picture may not or cannot load. @defaultValue its alternative text */
  instead?: JSX.Element | null | undefined;
  /** There is room only for a small button without text. */
  isSmall?: boolean | undefined;
}

export function Picture(props: PictureProps) {
  const { src, alt, pictures, text, class: className, style, instead, isSmall = false } = props;
  const [failed, setFailed] = useState<string>();
  const shown = useRef<HTMLImageElement>(null);
  const press = useRef<'none' | 'new' | 'handled'>('none');
  const { verdict, src: address, host } = judgeIn(pictures, src);

  useEffect(() => {
    if (press.current !== 'new') return;
    press.current = 'handled';
    shown.current?.focus({ preventScroll: true }); // the button with the focus was removed
  }, [verdict]);

  if (verdict === 'load' && (failed !== address || instead === undefined)) {
    return (
      <img
        ref={shown}
        class={className}
        style={style}
        src={address}
        alt={alt}
        tabIndex={press.current === 'none' ? undefined : -1}
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
        onError={() => setFailed(address)}
      />
    );
  }
  if (verdict === 'ask') {
    const label = text('thread.image.load', { host });
    const load = (event: Event) => {
      event.preventDefault();
      event.stopPropagation(); // the row or link around the picture stays unused
      press.current = 'new';
      pictures.allow(host);
    };
    return isSmall ? (
      <button
        ref={adoptPictureStyles}
        type="button"
        class="ck-image-load small"
        aria-label={label}
        data-tip=""
        onClick={load}
      >
        <ContentIcon name="square-image" />
      </button>
    ) : (
      <span ref={adoptPictureStyles} class="ck-image-offer">
        {alt && (
          <span class="ck-image-alt" dir="auto">
            {alt}
          </span>
        )}
        <button type="button" class="ck-image-load" onClick={load}>
          {label}
        </button>
      </span>
    );
  }
  if (instead !== undefined) return instead;
  const reason = host && verdict === 'block' ? text('thread.image.blocked', { host }) : undefined;
  return alt || reason ? (
    <span ref={adoptPictureStyles} class="ck-image-blocked" data-tip={reason} dir="auto">
      {alt || reason}
    </span>
  ) : null;
}
