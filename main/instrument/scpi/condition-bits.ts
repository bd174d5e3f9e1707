// What the bits of the condition registers mean here (SCPI-99, volume 1, chapter 9): those below 8 as the standard has them, 8 to 12 are
// this instrument's own.

export interface ConditionBit {
  readonly bit: number
  readonly about: string
}

/** Of `:STATus:OPERation`. */
export const operationBits = {
  measuring: { bit: 4, about: 'it captures' },
  waiting: {
    bit: 5,
    about: 'it waits for a trigger: a single acquisition does, and the run mode `normal` while none comes',
  },
  recording: { bit: 8, about: 'it records, or exports what it captures' },
} as const satisfies Readonly<Record<string, ConditionBit>>

/** Of `:STATus:QUEStionable`. */
export const questionableBits = {
  time: { bit: 2, about: 'the clock of the samples fell behind: the machine is too slow for the rate' },
  lost: { bit: 9, about: 'samples of this capture, or of the last one, are missing; each further loss is an event' },
  gone: { bit: 10, about: 'the captured device, or the connection to it, is gone, or the capture stopped by itself' },
} as const satisfies Readonly<Record<string, ConditionBit>>

/** The register that has these bits. */
export function registerOf(
  bits: Readonly<Record<string, ConditionBit>>,
  isSo: Readonly<Record<string, boolean>>,
): number {
  return Object.entries(bits).reduce((register, [name, { bit }]) => register | (isSo[name] === true ? 1 << bit : 0), 0)
}
