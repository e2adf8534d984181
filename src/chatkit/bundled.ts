/**
 * The entry of `import 'chatdock/chatkit.js'` for bundlers: registers `<openai-chatkit>` in a browser and does nothing
 * on a server.
 */
import { defineChatKit } from './define.ts';

if (typeof customElements !== 'undefined') defineChatKit('openai-chatkit', { loadView: () => import('./view.tsx') });
