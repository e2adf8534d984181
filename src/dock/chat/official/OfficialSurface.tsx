/**
 * OpenAI's element with the dock's options, a spinner until it is ready, and a message if it fails. Only pages that use
 * it load this module.
 */
import type { ChatKitControl } from '@openai/chatkit-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { EngineError } from '../../../engine/engine-error.ts';
import { OfficialChatKit } from '../../../engine/OfficialChatKit.tsx';
import { useSetup } from '../../panel/DockContext.tsx';
import { limitsOf } from './official-limits.ts';
import { withUploadsElsewhere } from './upload-fetch.ts';
import { addStyles } from '../../style-sheets.ts';
import { useStable } from '../../hooks/use-latest.ts';
import { useLayoutEffect } from '../../hooks/use-layout-effect.ts';
import { warnOnce } from '../../../options/warn-once.ts';
import css from './official-surface.css?inline';

interface OfficialSurfaceProps {
  control: ChatKitControl;
  /** Called once for each failure. The caller may switch to the self-hosted engine. */
  onFail(error: EngineError): void;
}

export function OfficialSurface({ control, onFail }: OfficialSurfaceProps) {
  const { shell, options, strings } = useSetup();
  const { engineSrc, engineTimeout, nonce } = options;
  const [isReady, setReady] = useState(false);
  const [failure, setFailure] = useState<EngineError | null>(null);
  useLayoutEffect(() => addStyles(shell.root, css), [shell]);
  useEffect(() => limitsOf(options).forEach(warnOnce), [options]);

  const onReady = useCallback(() => setReady(true), []);
  const fail = useStable((error: EngineError) => {
    setFailure(error);
    setReady(false);
    onFail(error);
  });

  const guarded = useMemo(() => {
    const { options: chat } = control;
    return { ...control, options: { ...chat, api: withUploadsElsewhere(chat.api) } };
  }, [control]);

  if (failure) {
    return (
      <div className="notice" role="alert">
        <p>{strings.loadFailed}</p>
        {/* For the owner of the page: an error code that a visitor can report, and what to do about it. */}
        <details className="why" lang="en" dir="ltr">
          <summary>{failure.reason}</summary>
          <p>{failure.message}</p>
        </details>
        <button type="button" className="retry" onClick={() => setFailure(null)}>
          {strings.tryAgain}
        </button>
      </div>
    );
  }
  return (
    <>
      <OfficialChatKit
        control={guarded}
        src={engineSrc}
        timeoutMs={engineTimeout}
        nonce={nonce}
        onReady={onReady}
        onFail={fail}
      />
      {!isReady && (
        // The linter suggests <progress>, but browsers draw that as a bar, not as a spinner.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        <div className="waiting" role="progressbar" aria-label={options.title ?? strings.title}>
          <span className="spin" />
        </div>
      )}
    </>
  );
}
