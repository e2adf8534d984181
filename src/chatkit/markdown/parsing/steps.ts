/** Counts parsing steps. Only tests read it, to compare texts of different sizes. */
export const work = { steps: 0 };
