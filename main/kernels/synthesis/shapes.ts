// The ideal shapes: value -1..1 of a phase in turns (0 <= turns < 1). The kernels' results are
// tested against these.

export function sine(turns: number): number {
  return Math.sin(2 * Math.PI * turns)
}

/** 0 at 0, +1 at 1/4, -1 at 3/4. */
export function triangle(turns: number): number {
  const shifted = (turns + 0.25) % 1
  return shifted < 0.5 ? 4 * shifted - 1 : 3 - 4 * shifted
}

/** -1 at 0, rising to +1. */
export function sawtooth(turns: number): number {
  return 2 * turns - 1
}

/** +1 for the first `duty` of the turn, else -1; both 64-bit fractions, because an edge is a matter of one sample. */
export function pulse(phase: bigint, duty: bigint): number {
  return phase < duty ? 1 : -1
}

/** Amplitude modulated carrier; its peaks reach +-1. */
export function amplitudeModulated(turns: number, modulationTurns: number, depth: number): number {
  return (sine(turns) * (1 + depth * sine(modulationTurns))) / (1 + depth)
}

/** To the nearest code, saturating. */
export function toCode(value: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(value)))
}
