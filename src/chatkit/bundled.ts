/** What `import 'chatdock/chatkit.js'` gets in a site that is built by a bundler: registers `<openai-chatkit>`, and nothing on a server. */
import { defineChatKit } from './define.ts';

if (typeof customElements !== 'undefined') defineChatKit('openai-chatkit', { loadView: () => import('./view.tsx') });
