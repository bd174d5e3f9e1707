// Where the window was, so that it opens there again. A small file, written a moment after the last change; anything
// unreadable or off the screens is forgotten.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

/** Device-independent pixels. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  /** null: the system chooses the place. */
  readonly bounds: Bounds | null
  readonly isMaximized: boolean
}

/** The smallest size at which everything on the screen can be reached. */
export const smallestSize = { width: 1280, height: 800 } as const
/** At least this much of the window must be on a screen, or nobody could move it back. */
const visiblePixels = 100

const whole = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const schema = v.strictObject({
  version: v.literal(1),
  bounds: v.nullable(v.strictObject({ x: whole, y: whole, width: whole, height: whole })),
  isMaximized: v.boolean(),
})

function overlaps(bounds: Bounds, screen: Bounds): boolean {
  const width = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x)
  const height = Math.min(bounds.y + bounds.height, screen.y + screen.height) - Math.max(bounds.y, screen.y)
  return width >= visiblePixels && height >= visiblePixels
}

/** Makes a remembered state usable on the screens there are now. */
export function fitToScreens(state: WindowState, screens: readonly Bounds[]): WindowState {
  const { bounds } = state
  if (bounds === null || !screens.some((screen) => overlaps(bounds, screen))) return { ...state, bounds: null }
  const width = Math.max(bounds.width, smallestSize.width)
  const height = Math.max(bounds.height, smallestSize.height)
  return { ...state, bounds: { ...bounds, width, height } }
}

export interface WindowStateFile {
  read(): WindowState
  write(state: WindowState): void
}

export function windowStateFile(folder: string): WindowStateFile {
  const file = path.join(folder, 'window-state.json')
  return {
    read() {
      try {
        const { bounds, isMaximized } = v.parse(schema, JSON.parse(readFileSync(file, 'utf8')))
        return { bounds, isMaximized }
      } catch {
        return { bounds: null, isMaximized: false }
      }
    },
    write(state) {
      try {
        mkdirSync(folder, { recursive: true })
        writeFileSync(file, JSON.stringify({ version: 1, ...state }))
      } catch {
        // The window opens at its usual place next time.
      }
    },
  }
}
