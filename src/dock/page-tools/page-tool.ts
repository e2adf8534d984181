/** The types of the functions that a page offers to the assistant. */

/** The description of a page function that the model receives. */
export interface PageToolSchema {
  /** What the function does and when to call it: at most 500 characters. */
  description: string;
  /** JSON Schema of its argument, which is one object: at most 4,000 characters of JSON. @defaultValue no arguments */
  parameters?: Record<string, unknown> | undefined;
}

/** A function of the page that the model may call. */
export interface PageTool extends PageToolSchema {
  /**
   * Runs the function. The model receives what it returns, or what the promise resolves to, as JSON; if it throws, the
   * error's message. The model wrote the argument and may have ignored the schema, so check it like visitor input.
   */
  run(args: Record<string, unknown>): unknown;
}

/** The arguments of `ChatDock.tool()`, by name. Without a function, the name is removed. */
export type AddedTools = Map<string, readonly [schema?: PageToolSchema | undefined, run?: PageTool['run'] | undefined]>;

/** Functions of the page, by the names that the model calls them by. */
export type PageTools = Readonly<Record<string, PageTool>>;
