// A picture of the trace, for a report or a message: what is painted, and below it a line that says what one sees.
import { channelName } from '#shared/names.ts'
import { formatSetting } from '../../kit/format/figures.ts'
import { momentInName, saveFile } from '../../link/save-file.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useTraceFigures } from '../../state/use-trace-figures.ts'
import { useView } from '../../state/view.ts'
import { channelColor, type Palette, readPalette } from '../../trace/plot/palette.ts'

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
  context.font = `${captionFont * ratio}px ${palette.mono}`
  context.textBaseline = 'middle'
  let x = (gap / 2) * ratio
  for (const { text, color } of words) {
    context.fillStyle = color
    context.fillText(text, x, trace.height + (captionHeight / 2) * ratio)
    x += context.measureText(text).width + gap * ratio
  }
  return picture
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

/** Into the clipboard; where that is refused, into a file. Either is said. */
export async function takePicture(): Promise<void> {
  const instrument = useInstrument()
  const figures = useTraceFigures()
  const trace = figures.paint?.() ?? null
  if (trace === null) {
    instrument.report({ severity: 'warning', message: 'There is no trace to take a picture of.', tip: null })
    return
  }
  const at = new Date()
  const palette = readPalette()
  const picture = captioned(
    stacked(figures.paintAbove?.() ?? null, trace, palette.line),
    captionWords(palette, at),
    palette,
    devicePixelRatio,
  )
  const png = new Promise<Blob>((resolve, reject) => {
    picture.toBlob(
      (blob) => (blob === null ? reject(new Error('The picture is too large.')) : resolve(blob)),
      'image/png',
    )
  })
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
