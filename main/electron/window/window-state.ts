// Where the window was, made fit for the screens there are: what is off them all is forgotten.

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
