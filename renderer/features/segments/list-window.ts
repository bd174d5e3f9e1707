// Which rows of a long list are on the screen. A list may be longer than an element can be high: then a pixel of its bar is
// more than one pixel of its rows.

/** Higher than this an element of a browser does not become. */
const mostPixels = 2e7

export interface ListPlace {
  /** Rows there are. */
  readonly rows: number
  /** There will not be more: the bar keeps its scale while rows come. */
  readonly mostRows: number
  /** CSS pixels. */
  readonly rowHeight: number
  readonly viewHeight: number
}

/** Rows that fit whole, at least one. */
export const rowsInView = ({ rowHeight, viewHeight }: ListPlace): number =>
  Math.max(1, Math.floor(viewHeight / rowHeight))

const pixelsPerRow = ({ mostRows, rowHeight }: ListPlace): number =>
  Math.min(rowHeight, mostPixels / Math.max(1, mostRows))

const lastFirst = (place: ListPlace): number => Math.max(0, place.rows - rowsInView(place))

/** Of all that scrolls. */
export const scrollHeight = (place: ListPlace): number =>
  place.viewHeight + Math.ceil(lastFirst(place) * pixelsPerRow(place))

/** The first row on the screen. */
export const firstRow = (place: ListPlace, scrollTop: number): number =>
  Math.min(lastFirst(place), Math.max(0, Math.round(scrollTop / pixelsPerRow(place))))

/** Where the list is scrolled to when a row comes into view, by as little as that takes. */
export function scrollTopFor(place: ListPlace, scrollTop: number, row: number): number {
  const first = firstRow(place, scrollTop)
  const next = row < first ? row : Math.max(first, row - rowsInView(place) + 1)
  return next === first ? scrollTop : Math.round(next * pixelsPerRow(place))
}

/** The row that a key leads to; null: it is no key of a list. @param at null: none is chosen */
export function rowByKey(place: ListPlace, key: string, at: number | null): number | null {
  const page = rowsInView(place)
  const from = at ?? -1
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: at === null ? 0 : from - 1,
    PageDown: from + page,
    PageUp: at === null ? 0 : from - page,
    Home: 0,
    End: place.rows - 1,
  }
  const to = steps[key]
  return to === undefined || place.rows === 0 ? null : Math.min(place.rows - 1, Math.max(0, to))
}
