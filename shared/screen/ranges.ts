// How far the screen can be set.

/** 1 ns/div shows ten samples at 1 GS/s; 10 s/div is a hundred seconds of record. */
export const secondsPerDivRange = { min: 1e-9, max: 10 } as const
/** The window may be moved this far from its reference, in seconds. */
export const maxPositionSeconds = 1000
/** Smallest and largest scale a channel can be set to, in volts at its input per division. */
export const voltsPerDivRange = { min: 1e-3, max: 10 } as const
/** How many units stand for a volt at the input of a channel: least and most, by the probe before it. */
export const probeFactorRange = { min: 1e-3, max: 1e4 } as const
/** The ground line may leave the screen by this many divisions. */
export const maxOffsetDivisions = 20

/** The smallest and the largest scale there is, whatever the probe. */
export const leastPerDiv = voltsPerDivRange.min * probeFactorRange.min
export const mostPerDiv = voltsPerDivRange.max * probeFactorRange.max
