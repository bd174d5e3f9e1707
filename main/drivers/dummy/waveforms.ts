// Signals of the dummy converter by scan index: each is a period of 16-bit codes, beginning at phase 0.

function period(length: number, code: (i: number) => number): Int16Array {
  return Int16Array.from({ length }, (_, i) => Math.round(code(i)))
}

export const waveforms: readonly Int16Array[] = [
  // Rectangle 0 / 4096, low for the first half.
  period(1000, (i) => (i < 500 ? 0 : 4096)),
  // Sine, 12 bits signed.
  period(2000, (i) => 2047 * Math.sin((2 * Math.PI * i) / 2000)),
  // Triangle, 11 bits signed, from its lowest code.
  period(5000, (i) => -1024 + 2047 * (1 - Math.abs(1 - i / 2500))),
  // Saw, 16 bits signed.
  period(6789, (i) => Math.floor((65536 * i) / 6789) - 32768),
]
