/** Signed-in users and anonymous visitors on one site. */
import type { RequestContext } from '../core/context.ts';
import type { Authenticate } from '../core/endpoint.ts';

/**
 * A request with an `Authorization` header is a user's and must prove it; one without is a visitor's. A bad token is
 * never taken for a visitor: a user whose sign-in expired shall learn of it, not find their conversations gone.
 */
export function usersOrVisitors(
  users: Authenticate<RequestContext>,
  visitors: Authenticate<RequestContext>,
): Authenticate<RequestContext> {
  return (request, reply) => (request.headers.has('authorization') ? users : visitors)(request, reply);
}
