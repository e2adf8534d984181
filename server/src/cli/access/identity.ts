/** Identifies the caller in the configured way. */
import { signedIdentity } from '../../auth/signed-identity.ts';
import { usersOrVisitors } from '../../auth/users-or-visitors.ts';
import { PROOF_SERVICES, siteVerify } from '../../auth/verify-visitor.ts';
import { anonymousVisitors, visitorLogout } from '../../auth/visitors.ts';
import type { RequestContext } from '../../core/context.ts';
import type { Authenticate } from '../../core/http/endpoint.ts';
import type { SessionLedger } from '../../core/records/sessions.ts';
import type { Logout } from '../../http/logout-router.ts';
import type { Config } from '../settings/config.ts';
import { visitorSecret } from '../settings/secrets.ts';

interface IdentityDeps {
  sessions: SessionLedger;
  /** Called before a new visitor gets an identity. */
  admitNewVisitor(request: Request): Promise<void>;
}

interface ProcessIdentity {
  authenticate: Authenticate<RequestContext>;
  /** Ends a visitor's session. Tokens of signed-in users expire within minutes. */
  logout: Logout;
}

export function chooseIdentity(config: Config, deps: IdentityDeps): ProcessIdentity {
  const { sessions } = deps;
  const users = () =>
    signedIdentity({
      keys: config.jwtKeys,
      issuer: config.CHATDOCK_JWT_ISSUER ?? '',
      audience: config.CHATDOCK_JWT_AUDIENCE ?? '',
      tenantClaim: config.CHATDOCK_JWT_TENANT_CLAIM,
      sessions,
    });
  if (config.CHATDOCK_IDENTITY === 'users') return { authenticate: users(), logout: async () => undefined };
  const options = visitorOptions(config, deps);
  const visitors = anonymousVisitors(options);
  return {
    authenticate: config.CHATDOCK_IDENTITY === 'visitors' ? visitors : usersOrVisitors(users(), visitors),
    logout: visitorLogout(options),
  };
}

function visitorOptions(config: Config, { sessions, admitNewVisitor }: IdentityDeps) {
  const secrets = [
    visitorSecret(config),
    ...(config.CHATDOCK_SECRET_PREVIOUS === undefined ? [] : [config.CHATDOCK_SECRET_PREVIOUS]),
  ];
  const { CHATDOCK_VERIFY: service, CHATDOCK_VERIFY_SECRET: secret } = config;
  return {
    secrets: secrets.map((text) => new TextEncoder().encode(text)),
    sessions,
    admit: admitNewVisitor,
    verifyVisitor:
      service === 'off' || secret === undefined ? undefined : siteVerify({ url: PROOF_SERVICES[service], secret }),
  };
}
