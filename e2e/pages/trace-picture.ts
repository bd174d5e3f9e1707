// Reads a trace from a picture of it, as an eye would: the first channel is yellow, the math trace white, and so is only what
// one takes hold of at the edges.

/** In pixels, from the corner of the picture. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Where the elements that `selector` names lie in `area`, a pixel more on each side. Runs in the page. */
export function boxesWithin(area: Element, selector: string): Box[] {
  const { left, top } = area.getBoundingClientRect()
  return [...document.querySelectorAll(selector)].map((element) => {
    const box = element.getBoundingClientRect()
    return {
      left: box.left - left - 1,
      top: box.top - top - 1,
      right: box.right - left + 1,
      bottom: box.bottom - top + 1,
    }
  })
}

/** The pixels of a trace's colour in one column of a picture: the topmost one, and their mean, in pixels from the top. */
export interface TraceColumn {
  readonly x: number
  readonly top: number
  readonly mean: number
}

/** A trace that is clipped is red, whichever channel's it is. */
export type TraceColor = 'yellow' | 'white' | 'red'

export interface TracePicture {
  readonly color: TraceColor
  /** A PNG file in base64. */
  readonly png: string
  /** What lies in one of these is no trace. */
  readonly handles: readonly Box[]
}

/** The columns of a picture that have pixels of a colour, from left to right. Runs in the page, which can decode the picture. */
export async function columnsOf({ png, handles, color }: TracePicture): Promise<TraceColumn[]> {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const { width, height } = image
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (context === null) return []
  context.drawImage(image, 0, 0)
  const pixels = context.getImageData(0, 0, width, height).data
  const isTrace = (at: number): boolean => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3)
    if (color === 'yellow') return red > 150 && green > 120 && blue < 110
    if (color === 'red') return red > 180 && green < 140 && blue < 140
    // Of a level line between two rows of pixels each is grey, and over a yellow band yellowish; words on the screen are bluish.
    const least = Math.min(red, green, blue)
    const isOverBand = red > 170 && red >= green && green >= blue && blue > 115
    return least > 100 && (Math.max(red, green, blue) - least < 14 || isOverBand)
  }
  const columns: TraceColumn[] = []
  for (let x = 0; x < width; x++) {
    const here = handles.filter(({ left, right }) => x >= left && x < right)
    const isHandle = (y: number): boolean => here.some(({ top, bottom }) => y >= top && y < bottom)
    let top = -1
    let sum = 0
    let count = 0
    for (let y = 0; y < height; y++)
      if (isTrace((y * width + x) * 4) && !isHandle(y)) {
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
