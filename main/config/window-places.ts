// Where the window was, for each set of screens: on the bench's two screens it opens where it was on those, on the laptop's own where it
// was there.
import type { Config } from './config.ts'
import { mostWindows, type WindowPlace } from './contents.ts'
import { anyScreens } from './earlier-files.ts'

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The name of a set of screens: their places and sizes, whatever order the system lists them in. */
export function screensName(screens: readonly Rectangle[]): string {
  return screens
    .map(({ x, y, width, height }) => `${width}x${height}+${x}+${y}`)
    .toSorted()
    .join(' ')
    .slice(0, 1024)
}

export interface WindowPlaces {
  /** The place on these screens; null: the window was never on them. */
  read(screens: readonly Rectangle[]): WindowPlace | null
  write(screens: readonly Rectangle[], place: WindowPlace): void
}

export function windowPlaces(config: Config): WindowPlaces {
  return {
    read(screens) {
      const { windows } = config.contents
      const named = windows.find((one) => one.screens === screensName(screens))
      return (named ?? windows.find((one) => one.screens === anyScreens))?.place ?? null
    },
    write(screens, place) {
      const name = screensName(screens)
      void config.keep((before) => ({
        ...before,
        windows: [{ screens: name, place }, ...before.windows.filter((one) => one.screens !== name)].slice(
          0,
          mostWindows,
        ),
      }))
    },
  }
}
