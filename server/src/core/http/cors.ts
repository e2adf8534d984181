/** Decides from headers alone which origins may call this server. */
import { TRANSCRIBES_HEADER } from '@chatdock/protocol/transcribes-header';
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';

/** Which other origins may call the server. Without options, only pages on the server's own origin can. */
export interface CorsOptions {
  /**
   * Origins that may call, compared exactly: `https://shop.example`; or a function that decides. The server's own
   * origin needs no entry. `'*'` allows every origin. Use it only if the page sends the identity in a header, not in
   * cookies.
   * @defaultValue none
   */
  allowedOrigins?: readonly string[] | '*' | ((origin: string) => boolean) | undefined;
  /** The name of the setting that `allowedOrigins` comes from, for the log. @defaultValue 'allowedOrigins' */
  originsSetting?: string | undefined;
  /** Allowed request headers, in addition to the protocol's own and `authorization`. */
  allowedHeaders?: readonly string[] | undefined;
  /** Response headers that the page may read. */
  exposedHeaders?: readonly string[] | undefined;
}

export interface CorsDecision {
  allowed: boolean;
  headers: Record<string, string>;
}

/**
 * The headers that the element sends (JSON content type, locale, frame id, visitor token), and those that hosts usually
 * add.
 */
const PROTOCOL_HEADERS = [
  'content-type',
  'accept',
  'accept-language',
  'authorization',
  'chatkit-frame-instance-id',
  'chatkit-device-id',
  VISITOR_TOKEN_HEADER,
];
const PREFLIGHT_SECONDS = 7200;

/** Decides the headers of the answer, and whether the request may be answered. `ownOrigin` is the server's origin. */
export function decideCors(
  request: Headers,
  ownOrigin: string,
  { allowedOrigins = [], exposedHeaders = [] }: CorsOptions,
): CorsDecision {
  const vary = { vary: 'Origin' };
  const origin = request.get('origin');
  // Behind a TLS proxy the server does not know its own origin, but the browser sends Sec-Fetch-Site, which pages
  // cannot forge.
  const isOwn = origin === null || origin === ownOrigin || request.get('sec-fetch-site') === 'same-origin';
  if (isOwn) return { allowed: true, headers: vary };
  const isAllowed = typeof allowedOrigins === 'function' ? allowedOrigins(origin) : allowedOrigins.includes(origin);
  if (allowedOrigins !== '*' && !isAllowed) return { allowed: false, headers: vary };
  return {
    allowed: true,
    headers: {
      ...vary,
      'access-control-allow-origin': allowedOrigins === '*' ? '*' : origin,
      ...(allowedOrigins === '*' ? {} : { 'access-control-allow-credentials': 'true' }),
      'access-control-expose-headers': [
        'retry-after',
        VISITOR_TOKEN_HEADER,
        TRANSCRIBES_HEADER,
        ...exposedHeaders,
      ].join(', '),
    },
  };
}

/** The additional headers of a preflight's answer. */
export function preflightHeaders(
  methods: readonly string[],
  { allowedHeaders = [] }: CorsOptions,
): Record<string, string> {
  return {
    'access-control-allow-methods': [...methods, 'OPTIONS'].join(', '),
    'access-control-allow-headers': [...PROTOCOL_HEADERS, ...allowedHeaders].join(', '),
    'access-control-max-age': String(PREFLIGHT_SECONDS),
  };
}
