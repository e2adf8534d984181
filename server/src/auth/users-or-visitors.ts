/** Signed-in users and anonymous visitors on one site. */
import type { RequestContext } from '../core/context.ts';
import type { Authenticate } from '../core/http/endpoint.ts';

/**
 * A request with an `Authorization` header is from a user and must prove it; one without is from a visitor. An invalid
 * token never counts as a visitor, because a user whose session expired must get an error instead of an empty history.
 */
export function usersOrVisitors(
  users: Authenticate<RequestContext>,
  visitors: Authenticate<RequestContext>,
): Authenticate<RequestContext> {
  return (request, reply) => (request.headers.has('authorization') ? users : visitors)(request, reply);
}
