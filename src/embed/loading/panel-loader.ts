/** Loads the panel of a dock when the first command needs it. */
import type { Launcher } from '../../dock/launcher/launcher.ts';
import type { MountDock, MountedDock } from '../dock-module.ts';

export interface PanelLoader {
  /** The panel, once it has loaded. */
  readonly dock: MountedDock | undefined;
  /** Loads what the panel needs, without rendering it. */
  prepare(): Promise<MountDock>;
  /**
   * Runs a command on the panel. If the panel fails to load, the launcher shows an error with a "Try again" button.
   *
   * @param isNeeded Whether the command loads the panel if it is not loaded or loading. @defaultValue true
   */
  run(command: (dock: MountedDock) => void, isNeeded?: boolean): void;
}

/**
 * @param load Loads the panel's code and texts, once the launcher is on the page.
 * @param mount Renders the panel. Throws if the dock has been removed from the page.
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
    fetching ||= load();
    // Ignore a failure here, because hovering must not cause an unhandled rejection. Opening the panel reports it.
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
    mounting ||= open();
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
