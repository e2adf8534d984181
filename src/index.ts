/** What `import … from 'chatdock'` gives: the dock as a React component, and its hooks. */
export { ChatWidget, type ChatWidgetHandle, type ChatWidgetProps } from './react/ChatWidget.tsx';
export { useChatWidget, type ChatWidgetValue } from './dock/panel/DockContext.tsx';
export { useTheme, type ThemeValue } from './dock/theme/ThemeProvider.tsx';
export { useVoiceInput, type VoiceInput, type VoiceInputOptions } from './dock/voice/use-voice-input.ts';
export type { WidgetOptions } from './options/options.ts';
export type { DockEventMap, DockEvents } from './dock/dock-events.ts';
