// What this page says of itself in the diagnostics: the browser, the screen, and how it draws.
import { longestPageLine } from '#shared/contract/topics/upkeep/diagnostics.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useTraceFigures } from '../../state/use-trace-figures.ts'

/** What drives WebGL2 here. A context that is only asked is given back at once: a page has few. */
function webglLine(page: Document): string {
  const gl = page.createElement('canvas').getContext('webgl2')
  if (!gl) return 'WebGL2: there is none'
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const renderer = String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL))
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return `WebGL2: ${renderer}`
}

export function pageLines(page: Document = document): readonly string[] {
  const { link, readOnly } = useInstrument()
  const { painter, lostContexts } = useTraceFigures()
  return [
    navigator.userAgent,
    `window ${innerWidth} x ${innerHeight}, ${devicePixelRatio} device pixels for each of its own`,
    webglLine(page),
    `the glow is painted by ${painter}; WebGL contexts lost: ${lostContexts}`,
    `link: ${link}, ${readOnly ? 'to look at only' : 'operator'}`,
  ].map((line) => line.slice(0, longestPageLine))
}
