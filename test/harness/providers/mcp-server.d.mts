export function startMcpOverHttp(token: string): Promise<{ url: string; close(): Promise<void> }>;
