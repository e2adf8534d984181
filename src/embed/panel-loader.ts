/** The panel of a dock, which is fetched when the first command needs it. */
import type { Launcher } from '../dock/launcher/launcher.ts';
import type { MountDock, MountedDock } from './dock-module.ts';

export interface PanelLoader {
  /** The panel, once it is there. */
  readonly dock: MountedDock | undefined;
  /** Fetches what the panel needs, without drawing it. */
  prepare(): Promise<MountDock>;
  /**
   * Runs a command on the panel. If the panel cannot be fetched, the launcher offers to try again.
   *
   * @param isNeeded Whether the command fetches a panel that is neither there nor on its way. @defaultValue true
   */
  run(command: (dock: MountedDock) => void, isNeeded?: boolean): void;
}

/**
 * @param load Fetches the panel's code and texts, once the launcher is on the page.
 * @param mount Draws the panel; throws when the dock has left the page.
 */
export function createPanelLoader(
  launcher: Launcher,
  load: () => Promise<MountDock>,
  mount: (mountDock: MountDock) => MountedDock,
  onError: (error: Error) => void,
): PanelLoader {
  let dock: MountedDock | undefined;
  let fetching: Promise<MountDock> | undefined;
  let mounting: Promise<MountedDock> | undefined;

  function prepare() {
    fetching ??= load();
    // Opening the chat reports a failure; a mere hover must not raise an unhandled rejection.
    fetching.catch(() => (fetching = undefined));
    return fetching;
  }

  async function open() {
    launcher.set({ retry: undefined, isBusy: true });
    try {
      return (dock = mount(await prepare()));
    } finally {
      mounting = undefined;
      launcher.set({ isBusy: false });
    }
  }

  function run(command: (dock: MountedDock) => void, isNeeded = true) {
    if (dock) return command(dock);
    if (!mounting && !isNeeded) return;
    mounting ??= open();
    mounting.then(command, (error: Error) => {
      launcher.set({ retry: () => run(command) });
      onError(error);
    });
  }

  return {
    get dock() {
      return dock;
    },
    prepare,
    run,
  };
}
