/** Replaces a part whose code failed to load: a message with a "Try again" button. */
import { useEffect, useRef } from 'react';
import { useSetup } from './DockContext.tsx';
import { IconButton } from './IconButton.tsx';

interface MissingPartProps {
  onRetry(): void;
  onDismiss(): void;
}

export function MissingPart({ onRetry, onDismiss }: MissingPartProps) {
  const { strings } = useSetup();
  const again = useRef<HTMLButtonElement>(null);
  // The button that was pressed may be gone, so take the focus.
  useEffect(() => {
    if (document.activeElement === document.body) again.current?.focus();
  }, []);
  return (
    <div className="missing">
      <p role="alert">{strings.partFailed}</p>
      <button type="button" className="retry" ref={again} onClick={onRetry}>
        {strings.tryAgain}
      </button>
      <IconButton label={strings.dismiss} icon="close" onPress={onDismiss} />
    </div>
  );
}
