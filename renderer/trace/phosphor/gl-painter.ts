// The phosphor by WebGL2: grades are uploaded as they come, and the shader looks up the tone of the four cells around a
// pixel and blends them, which is what a 2D canvas does when it stretches an image of tones.
import type { PhosphorMap } from '#shared/frame/phosphor.ts'
import { fullGrid } from './map-image.ts'
import type { PhosphorPainter } from './painter.ts'
import type { PlacedMap } from './phosphor-map.ts'
import { type ToneTable, toneGrades } from './tone.ts'

/** `place`: left, top, right, bottom in shares of the canvas. */
const vertexSource = `#version 300 es
uniform vec4 place;
uniform vec2 cells;
out vec2 cell;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  cell = vec2(corner.x, 1.0 - corner.y) * cells;
  vec2 at = mix(place.xy, place.zw, corner);
  gl_Position = vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
}`

/** Texture `grades` holds a column of the map per line, so its x is the row. */
const fragmentSource = `#version 300 es
precision highp float;
precision highp sampler2D;
uniform sampler2D grades;
uniform sampler2D tones;
uniform vec2 cells;
in vec2 cell;
out vec4 color;
vec4 tone(ivec2 at) {
  at = clamp(at, ivec2(0), ivec2(cells) - 1);
  float grade = texelFetch(grades, at.yx, 0).r;
  vec4 straight = texelFetch(tones, ivec2(int(grade * 255.0 + 0.5), 0), 0);
  return vec4(straight.rgb * straight.a, straight.a);
}
void main() {
  vec2 at = cell - 0.5;
  ivec2 low = ivec2(floor(at));
  vec2 part = at - floor(at);
  vec4 near = mix(tone(low), tone(low + ivec2(1, 0)), part.x);
  vec4 far = mix(tone(low + ivec2(0, 1)), tone(low + ivec2(1, 1)), part.x);
  color = mix(near, far, part.y);
}`

interface Layer {
  readonly grades: WebGLTexture
  readonly tones: WebGLTexture
  columns: number
  rows: number
  shown: Uint8Array | null
  table: ToneTable | null
}

interface Uniforms {
  readonly place: WebGLUniformLocation | null
  readonly cells: WebGLUniformLocation | null
}

export class GlPainter implements PhosphorPainter {
  readonly kind = 'webgl2'
  readonly #canvas: HTMLCanvasElement
  readonly #gl: WebGL2RenderingContext
  readonly #uniforms: Uniforms
  readonly #layers = new Map<number, Layer>()

  /** Null without WebGL2, or (unless `software` will do) when it would run without a graphics card. */
  static open(this: void, canvas: HTMLCanvasElement, software = false): GlPainter | null {
    const gl = canvas.getContext('webgl2', {
      antialias: false,
      depth: false,
      failIfMajorPerformanceCaveat: !software,
    })
    // Browsers without a card may say no to the caveat above or not: the name of the renderer tells.
    const unfit = gl === null || (!software && isSoftware(rendererName(gl)))
    const program = unfit ? null : link(gl)
    return gl === null || program === null ? null : new GlPainter(canvas, gl, program)
  }

  private constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, program: WebGLProgram) {
    this.#canvas = canvas
    this.#gl = gl
    this.#uniforms = { place: gl.getUniformLocation(program, 'place'), cells: gl.getUniformLocation(program, 'cells') }
    gl.useProgram(program)
    gl.uniform1i(gl.getUniformLocation(program, 'grades'), 0)
    gl.uniform1i(gl.getUniformLocation(program, 'tones'), 1)
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  }

  paint(maps: readonly PlacedMap[], tone: (channel: number) => ToneTable): void {
    const gl = this.#gl
    gl.viewport(0, 0, this.#canvas.width, this.#canvas.height)
    gl.clear(gl.COLOR_BUFFER_BIT)
    for (const { channel, map, place } of maps) {
      this.#upload(this.#layer(channel), map, tone(channel))
      const { left, top, right, bottom } = place
      gl.uniform4f(this.#uniforms.place, left, top, right, bottom)
      gl.uniform2f(this.#uniforms.cells, map.columns, map.rows)
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4)
    }
  }

  dispose(): void {
    for (const layer of this.#layers.values()) {
      this.#gl.deleteTexture(layer.grades)
      this.#gl.deleteTexture(layer.tones)
    }
    this.#layers.clear()
  }

  /** Binds both textures of a layer and brings them up to date. */
  #upload(layer: Layer, map: PhosphorMap, table: ToneTable): void {
    const { columns, rows, grades } = map
    const gl = this.#gl
    gl.activeTexture(gl.TEXTURE1)
    gl.bindTexture(gl.TEXTURE_2D, layer.tones)
    if (layer.table !== table) {
      const bytes = new Uint8Array(table.buffer)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, toneGrades, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes)
      layer.table = table
    }
    gl.activeTexture(gl.TEXTURE0)
    gl.bindTexture(gl.TEXTURE_2D, layer.grades)
    if (layer.shown === grades) return
    const grid = fullGrid(map)
    if (layer.columns === columns && layer.rows === rows)
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, rows, columns, gl.RED, gl.UNSIGNED_BYTE, grid)
    else gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, rows, columns, 0, gl.RED, gl.UNSIGNED_BYTE, grid)
    Object.assign(layer, { columns, rows, shown: grades })
  }

  #layer(channel: number): Layer {
    const known = this.#layers.get(channel)
    if (known !== undefined) return known
    const layer = { grades: texture(this.#gl), tones: texture(this.#gl), columns: 0, rows: 0, shown: null, table: null }
    this.#layers.set(channel, layer)
    return layer
  }
}

function rendererName(gl: WebGL2RenderingContext): string {
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  return String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL))
}

/** Whether a renderer of this name computes on the processor, where it would compete with the capture. */
export function isSoftware(name: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name)
}

/** Cells are fetched one by one, never filtered. */
function texture(gl: WebGL2RenderingContext): WebGLTexture {
  const made = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D, made)
  for (const [name, value] of [
    [gl.TEXTURE_MIN_FILTER, gl.NEAREST],
    [gl.TEXTURE_MAG_FILTER, gl.NEAREST],
    [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
  ] as const)
    gl.texParameteri(gl.TEXTURE_2D, name, value)
  return made
}

/** The program, or null when the driver refuses it. */
function link(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertexSource],
    [gl.FRAGMENT_SHADER, fragmentSource],
  ] as const) {
    const shader = gl.createShader(kind)
    if (shader === null) return null
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : null
}
