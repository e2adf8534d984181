/** Tracks which components React renders, through its developer tools hook. */
import type { Page } from 'playwright-core';

/** Runs before any script of the page. */
export const watchingReact = `(${watch.toString()})()`;

/** Clears the record. */
export const forgetDrawn = (page: Page) => page.evaluate('window.drawnComponents.clear()');

/** The names of the components rendered since then. */
export const drawnSince = (page: Page) => page.evaluate<string[]>('[...window.drawnComponents].sort()');

function watch() {
  interface Fiber {
    type: unknown;
    flags: number;
    child: Fiber | null;
    sibling: Fiber | null;
    alternate: Fiber | null;
  }
  const drawn = new Set<string>();
  // A function is its own component; forwardRef and memo wrap theirs.
  const componentOf = (type: unknown): unknown =>
    typeof type === 'object' && type !== null
      ? componentOf('render' in type ? type.render : 'type' in type ? type.type : undefined)
      : type;
  const visit = (fiber: Fiber, before: Fiber | null) => {
    const component = componentOf(fiber.type);
    // React sets this flag when a component's function has run. A bundler numbers functions with the same name.
    if (typeof component === 'function' && (before === null || fiber.flags & 1))
      drawn.add(component.name.replace(/\$\d+$/, ''));
    // An unchanged child was not visited.
    if (fiber.child !== before?.child)
      for (let child = fiber.child; child; child = child.sibling) visit(child, child.alternate);
  };
  Object.assign(window, {
    drawnComponents: drawn,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: (_: number, { current }: { current: Fiber }) => visit(current, current.alternate),
      onCommitFiberUnmount() {},
    },
  });
}
