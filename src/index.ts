/** The exports of `chatdock`: the dock as a React component, and its hooks. */
export { ChatWidget } from './react/ChatWidget.tsx';
export type { ChatWidgetProps, EventHandlers } from './react/props.ts';
export { useDock, useTheme, type UseDockReturn, type UseThemeReturn } from './react/dock-hooks.ts';
export { registerWidget, type WidgetProps } from './react/register-widget.ts';
export type { RegisterOptions, WidgetTools } from './chatkit/widgets/host/registry.ts';
export {
  useVoiceInput,
  type VoiceInput,
  type VoiceInputOptions,
  type VoiceState,
} from './dock/voice/use-voice-input.ts';
export type { ComposerValue, DockCommands, UserMessage } from './dock/commands/dock-commands.ts';
export type { DockEventMap, DockEvents } from './dock/dock-events.ts';
export type { DockHandle } from './dock/dock-handle.ts';
export type { PageTool, PageTools, PageToolSchema } from './dock/page-tools/page-tool.ts';
export type { ResponseOutcome } from './chatkit/embedder.ts';
export type { DockOptions } from './options/options.ts';
