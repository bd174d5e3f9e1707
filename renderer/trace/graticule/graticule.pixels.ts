// What stands on the graticule, as it is painted, in both themes and at two sizes. Runs in a real browser.
import '../../kit/style/tokens.css'
import { afterEach, describe, expect, it } from 'vitest'
import { readPalette } from '../plot/palette.ts'
import { type AxisLabels, axisLabels, noLabels } from './axis-labels.ts'
import { GraticuleCanvas } from './graticule-canvas.ts'

const view = {
  secondsPerDiv: 2e-7,
  positionSeconds: 0,
  hasZero: true,
  channel: 0,
  voltsPerDiv: 0.5,
  offsetVolts: 0,
}
/** Where labels are: at the left edge, and at the lower one, CSS pixels. */
const strip = { left: 90, bottom: 18 }
/** Of 255: what an eye sees. */
const seen = 24

let graticule: GraticuleCanvas | null = null

function painted(labels: AxisLabels, width: number, height: number, theme: string): ImageData {
  document.documentElement.dataset.theme = theme
  document.body.replaceChildren()
  graticule = new GraticuleCanvas(document.body, readPalette())
  graticule.resize(width, height)
  graticule.setLabels(labels)
  return pixels(width, height)
}

function pixels(width: number, height: number): ImageData {
  const copy = new OffscreenCanvas(width, height).getContext('2d')!
  copy.drawImage(document.querySelector('canvas')!, 0, 0)
  return copy.getImageData(0, 0, width, height)
}

/** The pixels that labels change, as [x, y]. */
function ink(labels: AxisLabels, width: number, height: number, theme: string): [number, number][] {
  const [without, withThem] = [painted(noLabels, width, height, theme), painted(labels, width, height, theme)]
  const found: [number, number][] = []
  for (let k = 0; k < without.data.length; k += 4) {
    const off = Math.max(...[0, 1, 2].map((c) => Math.abs(without.data[k + c]! - withThem.data[k + c]!)))
    if (off > seen) found.push([(k / 4) % width, Math.floor(k / 4 / width)])
  }
  return found
}

afterEach(() => {
  graticule?.dispose()
  graticule = null
})

/** Of a colour, as WCAG has it. */
function luminance([red = 0, green = 0, blue = 0]: ArrayLike<number> & Iterable<number>): number {
  const linear = (value: number): number => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

describe.each(['dark', 'light'])('the labels of the graticule, %s', (theme) => {
  it('stand at each line, and nowhere but along the left and the lower edge', () => {
    const [width, height] = [840, 600]
    const found = ink(axisLabels(view), width, height, theme)
    expect(found.filter(([x, y]) => x > strip.left && y < height - strip.bottom)).toEqual([])
    for (let division = 1; division < 10; division++) {
      const x = (width * division) / 10
      const near = found.filter(([at, y]) => y >= height - strip.bottom && Math.abs(at - x) < 30)
      expect(near.length, `time at line ${division}`).toBeGreaterThan(10)
    }
    for (let division = 1; division < 8; division++) {
      const y = (height * division) / 8
      const near = found.filter(([x, at]) => x < strip.left && at < y && at > y - 16)
      expect(near.length, `volts at line ${division}`).toBeGreaterThan(10)
    }
  })

  it('can be read', () => {
    const [width, height] = [840, 600]
    const places = ink(axisLabels(view), width, height, theme)
    const { data } = painted(axisLabels(view), width, height, theme)
    const colorAt = (x: number, y: number): Uint8ClampedArray =>
      data.slice(4 * (y * width + x), 4 * (y * width + x) + 3)
    const ground = luminance(colorAt(50, 5))
    const contrasts = places.map(([x, y]) => {
      const one = luminance(colorAt(x, y))
      return (Math.max(one, ground) + 0.05) / (Math.min(one, ground) + 0.05)
    })
    expect(Math.max(...contrasts)).toBeGreaterThan(4)
  })

  it('leave lines out where they would touch, as in a narrow window', () => {
    const [width, height] = [360, 240]
    const columns = new Set(
      ink(axisLabels(view), width, height, theme)
        .filter(([, y]) => y >= height - strip.bottom)
        .map(([x]) => x),
    )
    const near = (division: number): boolean =>
      Array.from({ length: 20 }, (_, k) => Math.round((width * division) / 10) - 10 + k).some((x) => columns.has(x))
    expect([3, 5, 7].map(near)).toEqual([true, true, true])
    // Between two labels nothing is written.
    const free = [4, 6].map((division) => !columns.has(Math.round((width * division) / 10)))
    expect(free).toEqual([true, true])
  })
})

it('are not taken for a trace of their channel', () => {
  const { data } = painted(axisLabels(view), 840, 600, 'dark')
  let yellow = 0
  for (let k = 0; k < data.length; k += 4) if (data[k]! > 150 && data[k + 1]! > 120 && data[k + 2]! < 110) yellow++
  expect(yellow).toBe(0)
})

it('are painted anew only when one of them changes', () => {
  painted(axisLabels(view), 400, 300, 'dark')
  const context = document.querySelector('canvas')!.getContext('2d')!
  const isMarked = (): boolean => pixels(400, 300).data[4 * (20 * 400 + 300)] === 255
  context.fillStyle = '#ff0000'
  context.fillRect(295, 15, 10, 10)
  graticule?.setLabels(axisLabels({ ...view }))
  expect(isMarked()).toBe(true)
  graticule?.setLabels(axisLabels({ ...view, offsetVolts: 0.1 }))
  expect(isMarked()).toBe(false)
})
