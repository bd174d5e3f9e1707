// A stretch of one channel, without a gap, as the measurements read it.
import type { CodeRun } from './code-run.ts'

/** What a code of a channel is in volts: (code + offsetCodes) * voltsPerCode. */
export interface Scale {
  /** Negative: the channel is inverted. */
  readonly voltsPerCode: number
  readonly offsetCodes: number
}

export interface Signal extends Scale {
  readonly run: CodeRun
  readonly sampleRateHz: number
}

/**
 * The signal with a positive scale. Of an inverted one the codes are replaced by their complement, ~code = -code - 1, which
 * stays within 16 bits, and the offset is changed by that 1.
 */
export function upright(run: CodeRun, { voltsPerCode, offsetCodes }: Scale, sampleRateHz: number): Signal {
  if (voltsPerCode >= 0) return { run, sampleRateHz, voltsPerCode, offsetCodes }
  run.complement()
  return { run, sampleRateHz, voltsPerCode: -voltsPerCode, offsetCodes: 1 - offsetCodes }
}
