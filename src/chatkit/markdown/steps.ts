/** How much work parsing took. Tests compare it between sizes of a text; nothing else reads it. */
export const work = { steps: 0 };
