/** Seed of the simulated signals, when none is given. */
export const defaultSeed = 1
