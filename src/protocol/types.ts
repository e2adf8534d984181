export const protocolVersion = '1.9';
