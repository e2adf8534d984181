/** What code can make a dock do. A command declared here reaches the script tag's global, the React ref and the docs. */
import type { OpenAIChatKit } from '@openai/chatkit';
import type { ThemeName } from './theme/page-theme.ts';

/** A message of the visitor's, in ChatKit's own parameters: `{ text: 'Where is my order?' }` is enough. */
export type UserMessage = Parameters<OpenAIChatKit['sendUserMessage']>[0];

/** What goes into the composer, in ChatKit's own parameters: `{ text: 'My order number is ' }` is enough. */
export type ComposerValue = Parameters<OpenAIChatKit['setComposerValue']>[0];

/** The commands to the panel. One that is given something it cannot use says so in the console and throws nothing. */
export interface DockCommands {
  /** Opens the panel. The focus moves into the composer if the visitor has used the page and is not typing elsewhere on it. */
  open(): void;
  /** Closes the panel. */
  close(): void;
  /** Opens a closed panel and closes an open one. */
  toggle(): void;
  /** Sends a message as the visitor, without opening the panel. */
  sendUserMessage(message: UserMessage): void;
  /** Puts text, files or a selected tool into the composer, without sending. */
  setComposerValue(value: ComposerValue): void;
  /** Moves the focus into the composer. */
  focusComposer(): void;
  /** Shows a thread; `null` starts a new chat. */
  setThreadId(threadId: string | null): void;
  /** Chooses a theme for the visitor and remembers it; `null` forgets the choice and returns to the option. */
  setTheme(theme: ThemeName | null): void;
  /** Lets the panel fill the window, opening it if it is closed, or ends that. */
  setFullscreen(isFullscreen: boolean): void;
}

/** Every command. A name that is missing here, or is no command, fails to compile. */
export const commandNames = [
  'open',
  'close',
  'toggle',
  'sendUserMessage',
  'setComposerValue',
  'focusComposer',
  'setThreadId',
  'setTheme',
  'setFullscreen',
] as const satisfies CommandName[];

type CommandName = keyof DockCommands;
/** Compiles only as long as no command is missing above. */
export type ListedCommand = CommandName extends (typeof commandNames)[number] ? CommandName : never;
