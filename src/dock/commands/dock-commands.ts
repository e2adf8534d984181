/**
 * The commands of a dock. A command declared here is available on the script tag's global and on the React ref, and is
 * listed in the docs.
 */
import type { OpenAIChatKit } from '@openai/chatkit';
import type { ThemeName } from '../theme/page-theme.ts';

/** A message to send as the visitor, with ChatKit's parameters. `{ text: 'Where is my order?' }` is enough. */
export type UserMessage = Parameters<OpenAIChatKit['sendUserMessage']>[0];

/** The content for the composer, with ChatKit's parameters. `{ text: 'My order number is ' }` is enough. */
export type ComposerValue = Parameters<OpenAIChatKit['setComposerValue']>[0];

/** The commands of the panel. A command with an unusable argument logs a warning and does nothing; it never throws. */
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
  /** Enters or leaves fullscreen. Entering opens a closed panel. */
  setFullscreen(isFullscreen: boolean): void;
}

/** The names of all commands. An unknown name fails to compile, and so does a missing one, below. */
export const COMMAND_NAMES = [
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
type Nothing<Missing extends never> = Missing;
/** Fails to compile if a command is missing above, and names it. */
export type MissingCommand = Nothing<Exclude<CommandName, (typeof COMMAND_NAMES)[number]>>;
