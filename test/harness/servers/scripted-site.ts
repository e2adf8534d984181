/** A site whose chat server a test scripts, with the element on its page: for several tabs of one visitor. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { RequestContext } from '../../../server/src/core/context.ts';
import type { ChatKitHooks } from '../../../server/src/core/hooks.ts';
import { silentLog } from '../../../server/src/core/telemetry/log.ts';
import { ChatKitServer } from '../../../server/src/core/server.ts';
import { chatkitRouter } from '../../../server/src/http/chatkit-router.ts';
import { MemoryStore } from '../../../server/src/stores/memory.ts';

type Respond = ChatKitHooks<RequestContext>['respond'];

export interface ScriptedSite {
  /** With a trailing slash. */
  readonly url: string;
  /** The actions of tabs, in order: `<tab> <what>`. */
  readonly noted: string[];
  /** Requests by type. */
  readonly asked: string[];
  close(): void;
}

/** The page keeps its thread over reloads, notes the element's events, and takes a second for its client tool. */
const pageOf = (toolMs: number) => `<!doctype html><meta charset="utf-8"><title>Tabs</title>
<openai-chatkit style="display:block;height:600px;width:480px"></openai-chatkit>
<script src="/dist/chatkit.js"></script>
<script type="module">
  const tab = new URLSearchParams(location.search).get('tab');
  const note = (what) => fetch('/note', { method: 'POST', body: tab + ' ' + what, keepalive: true });
  const chat = document.querySelector('openai-chatkit');
  await customElements.whenDefined('openai-chatkit');
  for (const name of ['response.start', 'response.end', 'effect'])
    chat.addEventListener('chatkit.' + name, () => note(name));
  chat.addEventListener('chatkit.thread.change', ({ detail }) => localStorage.setItem('thread', detail.threadId ?? ''));
  chat.setOptions({
    api: { url: '/chatkit', domainKey: 'test' },
    initialThread: localStorage.getItem('thread') || null,
    onClientTool: async () => {
      await note('tool');
      await new Promise((resolve) => setTimeout(resolve, ${toolMs}));
      return { tab };
    },
  });
</script>`;

const authenticate = () => ({ userId: 'ada' });

export async function startScriptedSite(respond: Respond, { toolMs = 0 } = {}): Promise<ScriptedSite> {
  class Scripted extends ChatKitServer {
    override respond(...args: Parameters<Respond>) {
      return respond(...args);
    }
  }
  const noted: string[] = [];
  const asked: string[] = [];
  const server = new Scripted({ store: new MemoryStore(), log: silentLog });
  const app = express();
  app.get('/', (_req, res) => void res.type('html').send(pageOf(toolMs)));
  app.use('/dist', express.static('dist'));
  app.post('/note', express.text({ type: '*/*' }), (req, res) => {
    noted.push(String(req.body));
    res.end();
  });
  const admit = ({ type }: { type: string }) => void asked.push(type);
  app.use('/chatkit', chatkitRouter(server, { authenticate, admit }));
  const http = createServer(app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo; // it listens on a TCP port
  return {
    url: `http://127.0.0.1:${port}/`,
    noted,
    asked,
    close() {
      http.closeAllConnections();
      http.close();
    },
  };
}
