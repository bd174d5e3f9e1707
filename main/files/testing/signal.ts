// Samples that tests write into files: two periods of a sine with a step and some noise, never symmetrical, so that no part
// of it is another part.

export function testCodes(count = 200, amplitude = 0.45, seed = 7): number[] {
  let x = seed
  return Array.from({ length: count }, (_, i) => {
    x = (Math.imul(1103515245, x) + 12345) & 0x7fffffff
    const noise = (((x >> 8) % 1000) - 500) * 2e-5
    const volts = amplitude * Math.sin((4 * Math.PI * i) / count) + (i > count * 0.7 ? 0.2 : 0) + noise
    return Math.max(-32768, Math.min(32767, Math.round(volts * 32768)))
  })
}

export const signalA = testCodes()
export const signalB = testCodes(200, 0.3, 99)
export const voltsOf = (code: number): number => code / 32768
