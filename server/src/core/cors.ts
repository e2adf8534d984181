/** Which other sites' pages may call this server, decided from headers alone. */
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/visitor-token';

/** Which other origins may call the server. Without options, only pages on the server's own origin can. */
export interface CorsOptions {
  /**
   * Origins whose pages may call, compared exactly: `https://shop.example`. A page on the server's own origin needs no
   * entry. `'*'` lets every site in; use it only where the identity is carried by the page, not by cookies.
   * @defaultValue none
   */
  allowedOrigins?: readonly string[] | '*' | undefined;
  /** Request headers allowed beside the protocol's own and `authorization`. */
  allowedHeaders?: readonly string[] | undefined;
  /** Response headers the page may read. */
  exposedHeaders?: readonly string[] | undefined;
}

export interface CorsDecision {
  allowed: boolean;
  headers: Record<string, string>;
}

/** What the element sends: the JSON content type, its locale, its frame id, who the visitor is; and what hosts usually add. */
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

/** Headers for the answer to a request with these headers, and whether it may be answered at all. `ownOrigin` is the server's. */
export function decideCors(
  request: Headers,
  ownOrigin: string,
  { allowedOrigins = [], exposedHeaders = [] }: CorsOptions,
): CorsDecision {
  const vary = { vary: 'Origin' };
  const origin = request.get('origin');
  // Behind a proxy that ends TLS the server cannot know its own origin, but the browser says it, and no page can forge it.
  const isOwn = origin === null || origin === ownOrigin || request.get('sec-fetch-site') === 'same-origin';
  if (isOwn) return { allowed: true, headers: vary };
  if (allowedOrigins !== '*' && !allowedOrigins.includes(origin)) return { allowed: false, headers: vary };
  return {
    allowed: true,
    headers: {
      ...vary,
      'access-control-allow-origin': allowedOrigins === '*' ? '*' : origin,
      ...(allowedOrigins === '*' ? {} : { 'access-control-allow-credentials': 'true' }),
      'access-control-expose-headers': ['retry-after', VISITOR_TOKEN_HEADER, ...exposedHeaders].join(', '),
    },
  };
}

/** The extra headers of a preflight's answer. */
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
