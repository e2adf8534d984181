/** OpenAI's element with the dock's options; fetched by pages that use it. */
import type { ChatKitControl } from '@openai/chatkit-react';
import { useEffect } from 'react';
import type { EngineError } from '../engine/engine-error.ts';
import { OfficialChatKit } from '../engine/OfficialChatKit.tsx';
import { useSetup } from './DockContext.tsx';
import { limitsOf } from './official-limits.ts';
import { warnOnce } from './warn-once.ts';

export interface OfficialSurfaceProps {
  control: ChatKitControl;
  onFail(error: EngineError): void;
}

export function OfficialSurface({ control, onFail }: OfficialSurfaceProps) {
  const { options } = useSetup();
  const { engineSrc, engineTimeout, nonce } = options;
  useEffect(() => limitsOf(options).forEach(warnOnce), [options]);
  return <OfficialChatKit control={control} src={engineSrc} timeoutMs={engineTimeout} nonce={nonce} onFail={onFail} />;
}
