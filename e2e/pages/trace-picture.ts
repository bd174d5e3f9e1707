// Reads a trace from a picture of it, as an eye would: the first channel is yellow, nothing else of that size is.

/**
 * Mean height of the yellow pixels of each column that has any, in pixels from the top. Runs in the page, which can
 * decode the picture.
 * @param png a PNG file in base64
 */
export async function heightsOfYellow(png: string): Promise<number[]> {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const { width, height } = image
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (context === null) return []
  context.drawImage(image, 0, 0)
  const pixels = context.getImageData(0, 0, width, height).data
  const isYellow = (at: number): boolean =>
    (pixels[at] ?? 0) > 150 && (pixels[at + 1] ?? 0) > 120 && (pixels[at + 2] ?? 255) < 110
  const heights: number[] = []
  for (let x = 0; x < width; x++) {
    let sum = 0
    let count = 0
    for (let y = 0; y < height; y++)
      if (isYellow((y * width + x) * 4)) {
        sum += y
        count++
      }
    if (count > 0) heights.push(sum / count)
  }
  return heights
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
