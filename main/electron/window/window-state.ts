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

/** So far is a window from a screen, squared: between their middles. */
function distance(bounds: Bounds, screen: Bounds): number {
  const across = bounds.x + bounds.width / 2 - screen.x - screen.width / 2
  const down = bounds.y + bounds.height / 2 - screen.y - screen.height / 2
  return across ** 2 + down ** 2
}

/**
 * Where a window goes that is on no screen any more: wholly onto the one that is nearest, as large as fits there.
 * @param screens at least one
 * @returns null: enough of it can be seen
 */
export function backOnScreens(bounds: Bounds, screens: readonly Bounds[]): Bounds | null {
  if (screens.some((screen) => overlaps(bounds, screen))) return null
  const [nearest] = screens.toSorted((one, other) => distance(bounds, one) - distance(bounds, other))
  if (nearest === undefined) return null
  const width = Math.min(bounds.width, nearest.width)
  const height = Math.min(bounds.height, nearest.height)
  const within = (at: number, from: number, room: number): number => Math.min(Math.max(at, from), from + room)
  return {
    x: within(bounds.x, nearest.x, nearest.width - width),
    y: within(bounds.y, nearest.y, nearest.height - height),
    width,
    height,
  }
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
