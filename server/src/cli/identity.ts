/** Who is calling, as the configuration says. */
import { signedIdentity } from '../auth/signed-identity.ts';
import { usersOrVisitors } from '../auth/users-or-visitors.ts';
import { anonymousVisitors } from '../auth/visitors.ts';
import type { RequestContext } from '../core/context.ts';
import type { Authenticate } from '../core/endpoint.ts';
import type { Config } from './config.ts';
import { keptVisitorSecret } from './visitor-secret.ts';

export function chooseIdentity(config: Config): Authenticate<RequestContext> {
  if (config.IDENTITY === 'visitors') return visitors(config);
  const users = signedIdentity({
    keys: config.jwtKeys,
    issuer: config.JWT_ISSUER ?? '',
    audience: config.JWT_AUDIENCE ?? '',
    tenantClaim: config.JWT_TENANT_CLAIM,
  });
  return config.IDENTITY === 'users' ? users : usersOrVisitors(users, visitors(config));
}

function visitors(config: Config): Authenticate<RequestContext> {
  const current = config.VISITOR_SECRET ?? keptVisitorSecret(config.DATABASE_URL);
  const secrets = [current, ...(config.VISITOR_SECRET_PREVIOUS === undefined ? [] : [config.VISITOR_SECRET_PREVIOUS])];
  return anonymousVisitors({ secrets: secrets.map((text) => new TextEncoder().encode(text)) });
}
