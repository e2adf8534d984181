/** Tells the owner when a setting without which the chat cannot work is missing. */
import { useEffect, useRef } from 'react';
import { canUpload } from '../../engine/chatkit-options.ts';
import { warnOnce } from '../../options/warn-once.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';

/** Whether there is a server to talk to. */
export function useServerCheck(): boolean {
  const { dock, options } = useSetup();
  const chatkit = useFact('chatkit');
  const hasServer = Boolean(options.apiUrl || options.clientSecretUrl || options.mock || chatkit.api);
  const lacksUpload = Boolean(options.attachments) && !canUpload(options, chatkit);
  useEffect(() => {
    if (lacksUpload)
      warnOnce(
        'attachments needs upload ("direct" or "two-phase"), or files have no way to your server; no file can be attached.',
      );
  }, [lacksUpload]);
  const hadServer = useRef(true);
  useEffect(() => {
    if (hasServer === hadServer.current) return;
    hadServer.current = hasServer;
    if (hasServer) return;
    const error = new Error('There is no chat server to talk to: say where it is by data-api-url (or apiUrl).');
    warnOnce(error.message);
    dock.emit('error', { error });
  }, [dock, hasServer]);
  return hasServer;
}
