/** What `import … from 'chatdock'` gives: the dock as a React component, and its hooks. */
export { ChatWidget, type ChatWidgetHandle, type ChatWidgetProps } from './widget/ChatWidget.tsx';
export { useChatWidget, type ChatWidgetValue } from './widget/DockContext.tsx';
export { useTheme, type ThemeValue } from './widget/ThemeProvider.tsx';
export { useVoiceInput, type VoiceInput, type VoiceInputOptions } from './widget/voice/use-voice-input.ts';
export type { WidgetOptions } from './widget/options.ts';
export type { DockEventMap, DockEvents } from './widget/dock-events.ts';
