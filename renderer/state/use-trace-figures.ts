// What the trace tells the rest of the page while it draws.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

interface Size {
  readonly width: number
  readonly height: number
}

export const useTraceFigures = defineStore('trace-figures', () => {
  /** A trace was drawn since the page was loaded. */
  const isDrawn = ref(false)
  /** Bit n: channel n reaches the end of its converter. */
  const clippedChannels = ref(0)
  /** Share of the samples on the screen that the math trace was made from. */
  const mathShare = ref(1)
  /** What an acquisition mode draws, in words; null: the samples are drawn. */
  const acquired = ref<string | null>(null)
  const framesPerSecond = ref(0)
  /** What paints the glow: `webgl2`, `2d`; null: nothing, or no trace yet. */
  const painter = ref<string | null>(null)
  /** WebGL contexts that were lost since the page was loaded. */
  const lostContexts = ref(0)
  /** Paints what the trace shows onto one canvas, in device pixels; null: there is no trace, or nothing on it yet. */
  const paint = shallowRef<(() => HTMLCanvasElement | null) | null>(null)

  /** The same of the overview above it; null: there is none. */
  const paintAbove = shallowRef<(() => HTMLCanvasElement | null) | null>(null)

  /** Paints the same on another canvas, in CSS pixels, on which paths are made as told; its size, or null as above. */
  const paintOn = shallowRef<((context: CanvasRenderingContext2D, newPath: () => Path2D) => Size | null) | null>(null)
  /** Paints the elements of the page that lie over the trace, in CSS pixels. */
  const paintOver = shallowRef<((context: CanvasRenderingContext2D) => void) | null>(null)

  return {
    ...{ paintOn, paintOver, paint, paintAbove },
    ...{ isDrawn, clippedChannels, mathShare, acquired, framesPerSecond, painter, lostContexts },
  }
})
