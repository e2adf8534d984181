/** Warns the owner about missing settings without which the chat cannot work. */
import { useEffect, useRef } from 'react';
import { canUpload } from '../../engine/chatkit-options.ts';
import { warnOnce } from '../../options/warn-once.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';

/** Whether there is a server to talk to. */
export function useServerCheck(): boolean {
  const { dock, options } = useSetup();
  const chatkit = useFact('chatkit');
  const hasServer = Boolean(options.apiUrl || options.clientSecretUrl || options.mock || chatkit.api);
  const lacksUpload =
    Boolean(options.attachments || chatkit.composer?.attachments?.enabled) && !canUpload(options, chatkit);
  useEffect(() => {
    if (lacksUpload)
      warnOnce(
        'attachments is on but upload is "none", so files cannot reach your server and no file can be attached. Set upload to "direct" or "two-phase".',
      );
  }, [lacksUpload]);
  const hadServer = useRef(true);
  useEffect(() => {
    if (hasServer === hadServer.current) return;
    hadServer.current = hasServer;
    if (hasServer) return;
    const error = new Error(
      'No chat server is set, so the chat cannot start. Set data-api-url (or apiUrl) to its address.',
    );
    warnOnce(error.message);
    dock.emit('error', { error });
  }, [dock, hasServer]);
  return hasServer;
}
