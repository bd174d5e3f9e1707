// From how often a cell was hit to a colour: one table that every painter of the phosphor looks up.
// The instrument grades counts logarithmically (equal steps for equal ratios, 1..255); the curve here bends that to about
// the fourth root of the count, keeps a single hit visible, and on a dark screen lets the hottest parts lean to white.

/** Straight (not premultiplied) RGBA for each grade, four bytes each. */
export type ToneTable = Uint8ClampedArray<ArrayBuffer>

export const toneGrades = 256
/** On the instrument's logarithm this follows the fourth root of the count closely from a hundred waveforms up. */
const bend = 1.6
/** Opacity of a cell that was hit once. */
const leastOpacity = 0.14
/** From this strength on, colour leans to white, up to `mostWhite`. */
const hotFrom = 0.72
const mostWhite = 0.5

/** Strength 0..1 of a grade 0..255; 0 means never hit. */
export function toneStrength(grade: number): number {
  return (grade / (toneGrades - 1)) ** bend
}

/** Reads `#rgb` or `#rrggbb`, the notation of the tokens; anything else is white. */
export function parseHex(color: string): readonly [number, number, number] {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(color)
  const hex =
    short === null
      ? color
      : `#${short
          .slice(1)
          .map((digit) => digit + digit)
          .join('')}`
  const value = /^#[\da-f]{6}$/i.test(hex) ? Number.parseInt(hex.slice(1), 16) : 0xffffff
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** Whether a screen of this colour is dark, so that more light means hotter. */
export function isDark(screen: string): boolean {
  const [red, green, blue] = parseHex(screen)
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

/** The colours of a channel on a screen. */
export function toneTable(channel: string, screen: string): ToneTable {
  const color = parseHex(channel)
  const dark = isDark(screen)
  const table = new Uint8ClampedArray(4 * toneGrades)
  for (let grade = 1; grade < toneGrades; grade++) {
    const strength = toneStrength(grade)
    const white = dark ? (Math.max(0, strength - hotFrom) / (1 - hotFrom)) * mostWhite : 0
    color.forEach((part, k) => {
      table[4 * grade + k] = part + (255 - part) * white
    })
    table[4 * grade + 3] = 255 * (leastOpacity + (1 - leastOpacity) * strength)
  }
  return table
}
