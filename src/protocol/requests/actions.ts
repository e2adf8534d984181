/** Actions that widgets trigger. */
import * as z from 'zod/mini';

/** An action in transit: a type and the application's own data. */
export const actionSchema = z.object({
  type: z.string(),
  payload: z.optional(z.unknown()),
});

/**
 * An action as it travels: a name (`type`) and the application's own JSON in `payload`. A widget sends one when it
 * is used; `ChatKitServer.action` receives it.
 */
export type Action = z.infer<typeof actionSchema>;

/** An action as a widget declares it. The three last members may be missing in hand-written widgets. */
export interface ActionConfig extends Action {
  /** The handler. @defaultValue 'server' */
  handler?: 'server' | 'client' | undefined;
  /** The loading indicator while the action runs. @defaultValue 'auto' */
  loadingBehavior?: 'auto' | 'none' | 'self' | 'container' | undefined;
  /** `false` sends `threads.sync_custom_action`, which also works while a response streams. @defaultValue true */
  streaming?: boolean | undefined;
}
