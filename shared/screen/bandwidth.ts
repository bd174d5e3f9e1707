// The bandwidth limit of a channel: from which rate on it can be in force.

/** Samples of a period of the limit that there have to be at least: above that nothing is left to take away. */
const leastSamples = 5

/** Whether a limit, in hertz, takes anything away from a channel that is sampled so often; 0 is none. */
export function isLimiting(limitHz: number, samplingFrequencyHz: number): boolean {
  return limitHz > 0 && limitHz * leastSamples <= samplingFrequencyHz
}
