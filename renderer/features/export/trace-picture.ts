// A picture of the trace, for a report or a message: what is painted, and below it a line that says what one sees.
import { channelName } from '#shared/names.ts'
import { formatSetting } from '../../kit/format/figures.ts'
import { momentInName, saveFile } from '../../link/save-file.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useTraceFigures } from '../../state/use-trace-figures.ts'
import { useView } from '../../state/view.ts'
import { channelColor, type Palette, readPalette } from '../../trace/plot/palette.ts'
import { asCanvas, newSvgPath, SvgContext } from '../../trace/vector/svg-context.ts'

/** CSS pixels. */
const captionHeight = 24
const captionFont = 11
const gap = 18

interface Word {
  readonly text: string
  readonly color: string
}

/** The scales, each channel's in its colour, and when it was taken. */
function captionWords(palette: Palette, at: Date): readonly Word[] {
  const instrument = useInstrument()
  const view = useView()
  return [
    { text: `${formatSetting(view.timebase.secondsPerDiv, 's')}/div`, color: palette.text },
    ...instrument.traces.map((channel) => ({
      text: `${channelName(channel.index)} ${formatSetting(view.viewOf(channel).voltsPerDiv, instrument.unitOf(channel))}/div`,
      color: channelColor(palette, channel.index),
    })),
    { text: momentInName(at).replaceAll('.', ':'), color: palette.dimText },
  ]
}

/** Writes the words from left to right, in the middle of a line. @param ratio pixels for each CSS pixel */
function writeCaption(
  context: CanvasRenderingContext2D,
  words: readonly Word[],
  palette: Palette,
  middle: number,
  ratio: number,
): void {
  context.font = `${captionFont * ratio}px ${palette.mono}`
  context.textBaseline = 'middle'
  let x = (gap / 2) * ratio
  for (const { text, color } of words) {
    context.fillStyle = color
    context.fillText(text, x, middle)
    x += context.measureText(text).width + gap * ratio
  }
}

/** @param trace in device pixels */
export function captioned(
  trace: HTMLCanvasElement,
  words: readonly Word[],
  palette: Palette,
  ratio: number,
): HTMLCanvasElement {
  const picture = document.createElement('canvas')
  picture.width = trace.width
  picture.height = trace.height + Math.round(captionHeight * ratio)
  const context = picture.getContext('2d')
  if (context === null) return trace
  context.fillStyle = palette.screen
  context.fillRect(0, 0, picture.width, picture.height)
  context.drawImage(trace, 0, 0)
  writeCaption(context, words, palette, trace.height + (captionHeight / 2) * ratio, ratio)
  return picture
}

/** What lies over the trace, painted onto its picture. */
function covered(trace: HTMLCanvasElement): HTMLCanvasElement {
  const context = trace.getContext('2d')
  context?.save()
  context?.scale(devicePixelRatio, devicePixelRatio)
  if (context !== null) useTraceFigures().paintOver?.(context)
  context?.restore()
  return trace
}

/** The overview, where there is one, above the trace. */
function stacked(above: HTMLCanvasElement | null, trace: HTMLCanvasElement, line: string): HTMLCanvasElement {
  if (above === null) return trace
  const picture = document.createElement('canvas')
  picture.width = trace.width
  const gapBelow = Math.max(1, Math.round(devicePixelRatio))
  picture.height = above.height + gapBelow + trace.height
  const context = picture.getContext('2d')
  if (context === null) return trace
  context.fillStyle = line
  context.fillRect(0, 0, picture.width, picture.height)
  context.drawImage(above, 0, 0)
  context.drawImage(trace, 0, above.height + gapBelow)
  return picture
}

/** What is on the screen now, in device pixels; null, and said: there is no trace. */
function picture(at: Date): HTMLCanvasElement | null {
  const figures = useTraceFigures()
  const trace = figures.paint?.() ?? null
  if (trace === null) {
    sayNone()
    return null
  }
  const palette = readPalette()
  const all = stacked(figures.paintAbove?.() ?? null, covered(trace), palette.line)
  return captioned(all, captionWords(palette, at), palette, devicePixelRatio)
}

const sayNone = (): void =>
  useInstrument().report({ severity: 'warning', message: 'There is no trace to take a picture of.', tip: null })

const pngOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('The picture is too large.')) : resolve(blob)),
      'image/png',
    )
  })

/** Into the clipboard; where that is refused, into a file. Either is said. */
export async function takePicture(): Promise<void> {
  const instrument = useInstrument()
  const at = new Date()
  const taken = picture(at)
  if (taken === null) return
  const png = pngOf(taken)
  try {
    // The promise itself: a browser takes a picture only from the hand that just pressed the key.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
    instrument.report({ severity: 'info', message: 'A picture of the trace is in the clipboard.', tip: null })
  } catch {
    const name = `trace ${momentInName(at)}.png`
    saveFile(await png, name)
    instrument.report({
      severity: 'info',
      message: `The clipboard takes no picture here: it was saved as ${name}.`,
      tip: null,
    })
  }
}

function save(content: Blob, at: Date, ending: string): void {
  const name = `trace ${momentInName(at)}.${ending}`
  saveFile(content, name)
  useInstrument().report({ severity: 'info', message: `The picture of the trace was saved as ${name}.`, tip: null })
}

/** Pixels, as they are on the screen. */
export async function savePng(): Promise<void> {
  const at = new Date()
  const taken = picture(at)
  if (taken !== null) save(await pngOf(taken), at, 'png')
}

/** Lines and texts: it stays sharp at any size. What glows is pixels in it, and so is the overview above the trace. */
export function saveSvg(): void {
  const at = new Date()
  const text = svgText(at)
  if (text === null) sayNone()
  else save(new Blob([text], { type: 'image/svg+xml' }), at, 'svg')
}

/** Null: there is no trace. */
export function svgText(at: Date): string | null {
  const figures = useTraceFigures()
  const palette = readPalette()
  const svg = new SvgContext()
  const context = asCanvas(svg)
  const above = figures.paintAbove?.() ?? null
  const top = above === null ? 0 : above.height / devicePixelRatio + 1
  svg.save()
  svg.translate(0, top)
  const size = figures.paintOn?.(context, newSvgPath) ?? null
  if (size === null) return null
  figures.paintOver?.(context)
  svg.restore()
  const { width, height } = size
  if (above !== null) {
    svg.drawImage(above, 0, 0, width, top - 1)
    svg.fillStyle = palette.line
    svg.fillRect(0, top - 1, width, 1)
  }
  svg.fillStyle = palette.screen
  svg.fillRect(0, top + height, width, captionHeight)
  writeCaption(context, captionWords(palette, at), palette, top + height + captionHeight / 2, 1)
  return svg.text(width, top + height + captionHeight)
}
