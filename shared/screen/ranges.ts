// How far the screen can be set.

/** 1 ns/div shows ten samples at 1 GS/s; 10 s/div is a hundred seconds of record. */
export const secondsPerDivRange = { min: 1e-9, max: 10 } as const
/** The window may be moved this far from its reference, in seconds. */
export const maxPositionSeconds = 1000
/** Smallest and largest scale a channel can be set to, in volts per division. */
export const voltsPerDivRange = { min: 1e-3, max: 10 } as const
/** The ground line may leave the screen by this many divisions. */
export const maxOffsetDivisions = 20
