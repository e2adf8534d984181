/** Texts that try to run code, to fetch something or to hide where a link goes. Made by rule: each way × each place. */

const addresses = [
  'javascript:hit()',
  'JaVaScRiPt:hit()',
  'java\tscript:hit()',
  'java&#10;script:hit()',
  '&#106;avascript:hit()',
  'javascript&colon;hit()',
  '\u0001javascript:hit()',
  ' javascript:hit()',
  'javascript:// %0ahit()',
  'vbscript:hit()',
  'data:text/html,<script>hit()</script>',
  'data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==',
  'data:image/svg+xml,<svg onload=hit()>',
  'blob:null/hit',
  'file:///etc/passwd',
  'filesystem:http://pics.localhost/hit',
  'view-source:javascript:hit()',
  'x-javascript:hit()',
  'http://pics.localhost/hit',
  '//pics.localhost/hit',
  '/hit',
  'https://bank.example@pics.localhost/hit',
];
const places = [
  (address: string) => `[text](${address})`,
  (address: string) => `[text](<${address}>)`,
  (address: string) => `[text][r]\n\n[r]: ${address}`,
  (address: string) => `![text](${address})`,
  (address: string) => `[![text](${address})](${address} "title")`,
  (address: string) => `<${address}>`,
  (address: string) => `<a href="${address}">text</a>`,
  (address: string) => `<img src="${address}">`,
  (address: string) => `<iframe src="${address}"></iframe>`,
  (address: string) => `<form action="${address}"><button>text</button></form>`,
  (address: string) => `$\\href{${address}}{x}$ $\\includegraphics{${address}}$`,
];
const tags = [
  'img src=x',
  'svg',
  'details open',
  'video src=x',
  'body',
  'input autofocus',
  'math',
  'style',
  'a href=#',
  'marquee',
];
const events = ['onerror', 'onload', 'onclick', 'onfocus', 'ontoggle', 'onpointerenter', 'onanimationstart', 'onbegin'];
const whole = [
  '<script>hit()</script>',
  '<scr<script>ipt>hit()</scr</script>ipt>',
  '<!--><script>hit()</script>',
  '<![CDATA[<script>hit()</script>]]>',
  '<svg><animate onbegin=hit() attributeName=x dur=1s>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=hit()>',
  '<noscript><p title="</noscript><img src=x onerror=hit()>">',
  '<details><summary>a</summary><img src=x onerror=hit()></details>',
  '```js"onload=hit()\nx\n```',
  '`<img src=x onerror=hit()>`',
  '[^1]: <img src=x onerror=hit()>\n\n[^1]',
  '| <script>hit()</script> |\n|-|\n| <img src=x onerror=hit()> |',
  '[a](http://a.example "x\\" onmouseover=hit() \\"")',
  '$\\style{background:url(http://pics.localhost/hit)}{x}$',
  '$\\require{x}\\class{"><img src=x onerror=hit()>}{x}$',
];

/** In the text of an answer. */
export const hostileTexts: readonly string[] = [
  ...addresses.flatMap((address) => places.map((place) => place(address))),
  ...tags.flatMap((tag) => events.map((event) => `<${tag} ${event}=hit()>x</${tag.split(' ')[0]}>`)),
  ...whole,
];

/** In every member of a widget that takes an address, a colour, a size or a name. */
export const hostileWidgets: readonly object[] = [
  ...addresses.flatMap((src) => [
    { type: 'Image', src, alt: 'x' },
    { type: 'Markdown', value: `![x](${src}) [x](${src})` },
  ]),
  ...[
    'url(http://pics.localhost/hit)',
    'image-set("http://pics.localhost/hit" 1x)',
    'red;background:url(//pics.localhost/hit)',
    'constructor-100',
    '\\75rl(//pics.localhost/hit)',
  ].flatMap((value) => [
    { type: 'Box', background: value, width: value, border: { size: 1, color: value } },
    { type: 'Text', value: 'x', color: value },
  ]),
  ...['constructor', '__proto__', 'toString'].flatMap((name) => [
    { type: 'Icon', name, color: name },
    { type: name, children: [] },
    { type: 'Title', value: 'x', size: name, weight: name },
  ]),
];
