// Where the windows were, for each set of screens: on the bench's two screens they open where they were on those, on the laptop's own
// where they were there.
import type { Config } from './config.ts'
import { mostWindows, type WindowPlace } from './contents.ts'
import { anyScreens } from './earlier-files.ts'

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The window with the trace, and that of the panels while they are not in it. */
export type WindowName = 'trace' | 'panels'

/** The name of a set of screens: their places and sizes, whatever order the system lists them in. */
export function screensName(screens: readonly Rectangle[]): string {
  return screens
    .map(({ x, y, width, height }) => `${width}x${height}+${x}+${y}`)
    .toSorted()
    .join(' ')
    .slice(0, 1024)
}

export interface WindowPlaces {
  /** The place on these screens; null: that window was never on them. */
  read(screens: readonly Rectangle[], window: WindowName): WindowPlace | null
  write(screens: readonly Rectangle[], window: WindowName, place: WindowPlace): void
}

const nowhere: WindowPlace = { bounds: null, isMaximized: false }

export function windowPlaces(config: Config): WindowPlaces {
  return {
    read(screens, window) {
      const { windows } = config.contents
      const named = windows.find((one) => one.screens === screensName(screens))
      if (window === 'panels') return named?.panels ?? null
      return (named ?? windows.find((one) => one.screens === anyScreens))?.place ?? null
    },
    write(screens, window, place) {
      const name = screensName(screens)
      void config.keep((before) => {
        const known = before.windows.find((one) => one.screens === name) ?? { screens: name, place: nowhere }
        const own = window === 'panels' ? { ...known, panels: place } : { ...known, place }
        const others = before.windows.filter((one) => one.screens !== name)
        return { ...before, windows: [own, ...others].slice(0, mostWindows) }
      })
    },
  }
}
