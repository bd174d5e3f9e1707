// Reads a trace from a picture of it, as an eye would: the first channel is yellow, nothing else of that size is.

/** The yellow pixels of one column of a picture: the topmost one, and their mean, in pixels from the top. */
export interface YellowColumn {
  readonly x: number
  readonly top: number
  readonly mean: number
}

/**
 * The columns of a picture that have yellow pixels, from left to right. Runs in the page, which can decode the picture.
 * @param png a PNG file in base64
 */
export async function columnsOfYellow(png: string): Promise<YellowColumn[]> {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const { width, height } = image
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (context === null) return []
  context.drawImage(image, 0, 0)
  const pixels = context.getImageData(0, 0, width, height).data
  const isYellow = (at: number): boolean =>
    (pixels[at] ?? 0) > 150 && (pixels[at + 1] ?? 0) > 120 && (pixels[at + 2] ?? 255) < 110
  const columns: YellowColumn[] = []
  for (let x = 0; x < width; x++) {
    let top = -1
    let sum = 0
    let count = 0
    for (let y = 0; y < height; y++)
      if (isYellow((y * width + x) * 4)) {
        if (count === 0) top = y
        sum += y
        count++
      }
    if (count > 0) columns.push({ x, top, mean: sum / count })
  }
  return columns
}

/** Upward crossings of the middle, with a quarter of the height as hysteresis. Heights grow downwards. */
export function countPeriods(heights: readonly number[]): number {
  const top = Math.min(...heights)
  const bottom = Math.max(...heights)
  let isLow = false
  let crossings = 0
  for (const y of heights) {
    if (y > top + (bottom - top) * 0.625) isLow = true
    else if (isLow && y < top + (bottom - top) * 0.375) {
      isLow = false
      crossings++
    }
  }
  return crossings
}
