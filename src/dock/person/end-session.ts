/** Ends an anonymous visitor's session at the server. */
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import type { DockView } from '../dock-store.ts';

/**
 * Makes the server refuse the visitor's token and every copy of it. A token has more than three characters, unlike
 * NEW_VISITOR; only a server of ours issues one.
 */
export function endSession(visitor: string | undefined, { options: { apiUrl }, chatkit: { api } }: DockView): void {
  if (!apiUrl || !visitor?.[3]) return;
  const send = (api && 'fetch' in api && api.fetch) || fetch;
  // `keepalive`, because a page often navigates after a logout. If the request fails, the visitor's data is still
  // removed here.
  send(`${apiUrl}/logout`, {
    method: 'POST',
    headers: { [VISITOR_TOKEN_HEADER]: visitor },
    keepalive: true,
  }).catch(() => {});
}
