// The phosphor on a plain 2D canvas: cells become pixels of a small image, which is stretched over the plot. Slower than
// WebGL2 on a graphics card, faster than WebGL2 without one.
import { paintMap, type UsedRows } from './map-image.ts'
import type { PhosphorPainter } from './painter.ts'
import type { PhosphorMap } from './phosphor-map.ts'
import type { ToneTable } from './tone.ts'

interface Sheet {
  readonly canvas: HTMLCanvasElement
  readonly context: CanvasRenderingContext2D
  image: ImageData
  grades: Uint8Array | null
  table: ToneTable | null
  used: UsedRows
}

export class FlatPainter implements PhosphorPainter {
  readonly kind = '2d'
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #sheets = new Map<number, Sheet>()

  /** Null when the canvas already has another kind of context. */
  static open(this: void, canvas: HTMLCanvasElement): FlatPainter | null {
    const context = canvas.getContext('2d')
    return context === null ? null : new FlatPainter(canvas, context)
  }

  private constructor(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) {
    this.#canvas = canvas
    this.#context = context
  }

  paint(maps: readonly PhosphorMap[], tone: (channel: number) => ToneTable): void {
    const { width, height } = this.#canvas
    this.#context.clearRect(0, 0, width, height)
    this.#context.imageSmoothingEnabled = true
    for (const map of maps) {
      const sheet = this.#sheet(map)
      if (sheet === null) continue
      this.#fill(sheet, map, tone(map.channel))
      const { first, end } = sheet.used
      if (end === first) continue
      const { left, right, top, bottom } = map.place
      const perRow = ((bottom - top) * height) / map.rows
      this.#context.drawImage(
        sheet.canvas,
        0,
        first,
        map.columns,
        end - first,
        left * width,
        top * height + first * perRow,
        (right - left) * width,
        (end - first) * perRow,
      )
    }
  }

  dispose(): void {
    this.#sheets.clear()
  }

  /** A view may be dragged without a new frame: then the pixels are still right. */
  #fill(sheet: Sheet, map: PhosphorMap, table: ToneTable): void {
    if (sheet.grades === map.grades && sheet.table === table) return
    const before = sheet.used
    sheet.used = paintMap(map, table, sheet.image.data)
    sheet.grades = map.grades
    sheet.table = table
    const first = Math.min(before.end > before.first ? before.first : map.rows, sheet.used.first)
    const end = Math.max(before.end, sheet.used.end)
    if (end > first) sheet.context.putImageData(sheet.image, 0, 0, 0, first, map.columns, end - first)
  }

  #sheet({ channel, columns, rows }: PhosphorMap): Sheet | null {
    const known = this.#sheets.get(channel)
    if (known !== undefined && known.canvas.width === columns && known.canvas.height === rows) return known
    const canvas = document.createElement('canvas')
    canvas.width = columns
    canvas.height = rows
    const context = canvas.getContext('2d', { willReadFrequently: false })
    if (context === null) return null
    const sheet: Sheet = {
      canvas,
      context,
      image: new ImageData(columns, rows),
      grades: null,
      table: null,
      used: { first: 0, end: 0 },
    }
    this.#sheets.set(channel, sheet)
    return sheet
  }
}
