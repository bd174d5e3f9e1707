// Where a window was, made fit for the screens there are: what is off them all is forgotten.

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

export type Size = Pick<Bounds, 'width' | 'height'>

/** The smallest size at which everything on the screen can be reached. */
export const smallestSize: Size = { width: 1280, height: 800 }
/** The same of the panels alone. */
export const smallestPanels: Size = { width: 720, height: 480 }
/** At least this much of the window must be on a screen, or nobody could move it back. */
const visiblePixels = 100

/** Of both together, not negative. */
function shared(bounds: Bounds, screen: Bounds): Size {
  const width = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x)
  const height = Math.min(bounds.y + bounds.height, screen.y + screen.height) - Math.max(bounds.y, screen.y)
  return { width: Math.max(0, width), height: Math.max(0, height) }
}

function sharedArea(bounds: Bounds, screen: Bounds): number {
  const { width, height } = shared(bounds, screen)
  return width * height
}

function overlaps(bounds: Bounds, screen: Bounds): boolean {
  const { width, height } = shared(bounds, screen)
  return width >= visiblePixels && height >= visiblePixels
}

/** Makes a remembered state usable on the screens there are now. @param least what the window has at least */
export function fitToScreens(state: WindowState, screens: readonly Bounds[], least: Size = smallestSize): WindowState {
  const { bounds } = state
  if (bounds === null || !screens.some((screen) => overlaps(bounds, screen))) return { ...state, bounds: null }
  const width = Math.max(bounds.width, least.width)
  const height = Math.max(bounds.height, least.height)
  return { ...state, bounds: { ...bounds, width, height } }
}

/**
 * In the middle of another screen than the one that most of a window is on, as large as wanted or as that screen lets it be.
 * Null: there is no other.
 */
export function onOtherScreen(window: Bounds, screens: readonly Bounds[], wanted: Size): Bounds | null {
  const own = screens.toSorted((a, b) => sharedArea(window, b) - sharedArea(window, a))[0]
  const other = screens.find((screen) => screen !== own)
  if (other === undefined) return null
  const width = Math.min(wanted.width, other.width)
  const height = Math.min(wanted.height, other.height)
  const middle = (from: number, room: number, taken: number): number => Math.round(from + (room - taken) / 2)
  return { x: middle(other.x, other.width, width), y: middle(other.y, other.height, height), width, height }
}
