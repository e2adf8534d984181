/** A small MCP server for tests: one tool, over stdio when it is started, over HTTP when it is imported. */
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const TOOL = {
  name: 'stock_level',
  description: 'How many of an article are in stock',
  inputSchema: { type: 'object', properties: { article: { type: 'string' } }, required: ['article'] },
};

/** @param {{ id?: number, method: string, params?: any }} message @param {string} greeting */
function answer({ id, method, params }, greeting) {
  const result = (value) => ({ jsonrpc: '2.0', id, result: value });
  if (method === 'initialize')
    return result({
      protocolVersion: params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'stock', version: '1' },
    });
  if (method === 'tools/list') return result({ tools: [TOOL] });
  if (method === 'tools/call' && params.arguments.article === 'unicorns')
    return { jsonrpc: '2.0', id, error: { code: -32602, message: 'We never had unicorns.' } };
  if (method === 'tools/call')
    return result({ content: [{ type: 'text', text: `${greeting}: 12 ${params.arguments.article}` }] });
  if (id === undefined) return null;
  return { jsonrpc: '2.0', id, error: { code: -32601, message: `No ${method} here.` } };
}

/** Starts it over streamable HTTP. Refuses requests without the token. */
export async function startMcpOverHttp(token) {
  const server = createServer(async (req, res) => {
    if (req.headers.authorization !== `Bearer ${token}`) return res.writeHead(401).end();
    if (req.method !== 'POST') return res.writeHead(405).end();
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const reply = answer(JSON.parse(Buffer.concat(chunks).toString()), 'over http');
    if (reply === null) return res.writeHead(202).end();
    return res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/mcp`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for await (const line of createInterface({ input: process.stdin })) {
    const reply = answer(JSON.parse(line), process.env.GREETING ?? 'over stdio');
    if (reply !== null) process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}
