declare module 'virtual:lucide/*' {
  export const icons: Record<string, import('./load.ts').IconNode>;
}
