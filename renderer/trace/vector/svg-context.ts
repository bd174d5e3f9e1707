// A canvas that writes SVG (1.1): the part of the 2D context that the painters of the trace use, so that one painter paints the screen
// and the file. Lines and texts are vectors there; of a canvas that is drawn onto it the pixels are.

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
/** Two digits behind the point: of a pixel more cannot be seen. */
const short = (value: number): string => String(Math.round(value * 100) / 100)

/** The path data of SVG, collected as Path2D is. */
export class SvgPath {
  #parts: string[] = []

  get data(): string {
    return this.#parts.join('')
  }

  moveTo(x: number, y: number): void {
    this.#parts.push(`M${short(x)} ${short(y)}`)
  }

  lineTo(x: number, y: number): void {
    this.#parts.push(`L${short(x)} ${short(y)}`)
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#parts.push(`M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`)
  }

  /** Whole circles only. */
  arc(x: number, y: number, radius: number): void {
    const r = short(radius)
    const wide = short(2 * radius)
    this.#parts.push(`M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${wide} 0a${r} ${r} 0 1 0 -${wide} 0`)
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, width / 2, height / 2)
    const turn = (dx: number, dy: number): string => `a${short(r)} ${short(r)} 0 0 1 ${short(dx)} ${short(dy)}`
    const [across, down] = [short(width - 2 * r), short(height - 2 * r)]
    this.#parts.push(
      `M${short(x + r)} ${short(y)}h${across}${turn(r, r)}v${down}${turn(-r, r)}h-${across}${turn(-r, -r)}v-${down}${turn(r, -r)}z`,
    )
  }

  closePath(): void {
    this.#parts.push('z')
  }
}

interface Style {
  fillStyle: string
  strokeStyle: string
  lineWidth: number
  lineJoin: string
  globalAlpha: number
  font: string
  textBaseline: string
  textAlign: string
  dash: readonly number[]
  /** Groups that were opened since the last `save`. */
  groups: number
}

/** How far below its place the line of letters is, in parts of the size of the font. */
const baselines: Readonly<Record<string, number>> = { top: 0.88, middle: 0.35 }
const anchors: Readonly<Record<string, string>> = { right: 'end', end: 'end', center: 'middle' }

export class SvgContext {
  fillStyle = '#000'
  strokeStyle = '#000'
  lineWidth = 1
  lineJoin = 'miter'
  globalAlpha = 1
  font = '10px sans-serif'
  textBaseline = 'alphabetic'
  textAlign = 'left'
  #dash: readonly number[] = []
  #groups = 0
  #path = new SvgPath()
  readonly #stack: Style[] = []
  readonly #out: string[] = []
  /** Rectangles of one look, one behind the other, become one path. */
  #rects: { readonly look: string; readonly path: SvgPath } | null = null
  #clips = 0
  readonly #measure = document.createElement('canvas').getContext('2d')

  /** The whole file. @param width of the picture, as its units are counted */
  text(width: number, height: number): string {
    this.#flush()
    const size = `width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}"`
    return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>\n${this.#out.join('\n')}\n</svg>\n`
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineJoin, globalAlpha, font, textBaseline, textAlign } = this
    const look = { fillStyle, strokeStyle, lineWidth, lineJoin, globalAlpha, font, textBaseline, textAlign }
    this.#stack.push({ ...look, dash: this.#dash, groups: this.#groups })
    this.#groups = 0
  }

  restore(): void {
    const before = this.#stack.pop()
    if (before === undefined) return
    this.#flush()
    for (; this.#groups > 0; this.#groups--) this.#out.push('</g>')
    const { dash, groups, ...look } = before
    Object.assign(this, look)
    this.#dash = dash
    this.#groups = groups
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = dash
  }

  beginPath(): void {
    this.#path = new SvgPath()
  }

  moveTo(x: number, y: number): void {
    this.#path.moveTo(x, y)
  }

  lineTo(x: number, y: number): void {
    this.#path.lineTo(x, y)
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path.rect(x, y, width, height)
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    this.#path.roundRect(x, y, width, height, radius)
  }

  closePath(): void {
    this.#path.closePath()
  }

  /** What follows moves by so much, until `restore`. */
  translate(x: number, y: number): void {
    this.#open(`transform="translate(${short(x)} ${short(y)})"`)
  }

  clip(path: SvgPath | string = this.#path, rule = 'nonzero'): void {
    const shape = path instanceof SvgPath ? path : this.#path
    this.#flush()
    const id = `clip-${this.#clips++}`
    this.#out.push(`<clipPath id="${id}"><path d="${shape.data}" clip-rule="${rule}"/></clipPath>`)
    this.#open(`clip-path="url(#${id})"`)
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const look = this.#fillLook()
    if (this.#rects?.look !== look) {
      this.#flush()
      this.#rects = { look, path: new SvgPath() }
    }
    this.#rects!.path.rect(x, y, width, height)
  }

  fill(path = this.#path): void {
    this.#flush()
    if (path.data !== '') this.#out.push(`<path d="${path.data}" ${this.#fillLook()}/>`)
  }

  stroke(path = this.#path): void {
    this.#flush()
    if (path.data === '') return
    const dash = this.#dash.length === 0 ? '' : ` stroke-dasharray="${this.#dash.map(short).join(' ')}"`
    const look = `stroke="${escaped(this.strokeStyle)}" stroke-width="${short(this.lineWidth)}" stroke-linejoin="${this.lineJoin}"`
    this.#out.push(`<path d="${path.data}" fill="none" ${look}${dash}${this.#opacity()}/>`)
  }

  fillText(text: string, x: number, y: number): void {
    this.#flush()
    const { size, family, weight } = fontOf(this.font)
    const baseline = y + (baselines[this.textBaseline] ?? 0) * size
    const anchor = anchors[this.textAlign]
    const look = `font-family="${escaped(family)}" font-size="${short(size)}"${weight === '' ? '' : ` font-weight="${weight}"`}`
    const place = `x="${short(x)}" y="${short(baseline)}"${anchor === undefined ? '' : ` text-anchor="${anchor}"`}`
    this.#out.push(`<text ${place} ${look} ${this.#fillLook()} xml:space="preserve">${escaped(text)}</text>`)
  }

  measureText(text: string): { readonly width: number } {
    if (this.#measure === null) return { width: 0.6 * fontOf(this.font).size * text.length }
    this.#measure.font = this.font
    return this.#measure.measureText(text)
  }

  /** The pixels of a canvas, as a picture in the picture. */
  drawImage(canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    this.#flush()
    const copy = document.createElement('canvas')
    copy.width = canvas.width
    copy.height = canvas.height
    // One that a graphics card has painted is read into one of this page first.
    copy.getContext('2d')?.drawImage(canvas, 0, 0)
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`
    this.#out.push(`<image ${place} preserveAspectRatio="none" xlink:href="${copy.toDataURL('image/png')}"/>`)
  }

  #open(attribute: string): void {
    this.#flush()
    this.#out.push(`<g ${attribute}>`)
    this.#groups++
  }

  #flush(): void {
    const rects = this.#rects
    this.#rects = null
    if (rects !== null) this.#out.push(`<path d="${rects.path.data}" ${rects.look}/>`)
  }

  #fillLook(): string {
    return `fill="${escaped(this.fillStyle)}"${this.#opacity()}`
  }

  #opacity(): string {
    return this.globalAlpha === 1 ? '' : ` opacity="${short(this.globalAlpha)}"`
  }
}

/** Size, family and weight of a font as CSS writes it: `600 11px/15px Inter, sans-serif`. */
export function fontOf(font: string): { readonly size: number; readonly family: string; readonly weight: string } {
  const found = /^(.*?)([\d.]+)px(?:\s*\/\s*\S+)?\s+(.*)$/.exec(font)
  if (found === null) return { size: 10, family: 'sans-serif', weight: '' }
  const [, before = '', size = '', family = ''] = found
  const weight = /\b(bold|[1-9]00)\b/.exec(before)?.[1] ?? ''
  return { size: Number(size), family, weight: weight === '400' ? '' : weight }
}

/** It as the painters know it. What they do beyond the part that is here is an error of the program. */
export const asCanvas = (svg: SvgContext): CanvasRenderingContext2D => svg as unknown as CanvasRenderingContext2D
export const newSvgPath = (): Path2D => new SvgPath() as unknown as Path2D
