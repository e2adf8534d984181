/** Who is calling, as the configuration says. */
import { signedIdentity } from '../auth/signed-identity.ts';
import { usersOrVisitors } from '../auth/users-or-visitors.ts';
import { anonymousVisitors } from '../auth/visitors.ts';
import type { RequestContext } from '../core/context.ts';
import type { Authenticate } from '../core/endpoint.ts';
import type { Config } from './config.ts';
import { visitorSecret } from './secrets.ts';

export function chooseIdentity(config: Config): Authenticate<RequestContext> {
  if (config.CHATDOCK_IDENTITY === 'visitors') return visitors(config);
  const users = signedIdentity({
    keys: config.jwtKeys,
    issuer: config.CHATDOCK_JWT_ISSUER ?? '',
    audience: config.CHATDOCK_JWT_AUDIENCE ?? '',
    tenantClaim: config.CHATDOCK_JWT_TENANT_CLAIM,
  });
  return config.CHATDOCK_IDENTITY === 'users' ? users : usersOrVisitors(users, visitors(config));
}

function visitors(config: Config): Authenticate<RequestContext> {
  const secrets = [
    visitorSecret(config),
    ...(config.CHATDOCK_SECRET_PREVIOUS === undefined ? [] : [config.CHATDOCK_SECRET_PREVIOUS]),
  ];
  return anonymousVisitors({ secrets: secrets.map((text) => new TextEncoder().encode(text)) });
}
