// What the trace tells the rest of the page while it draws.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

export const useTraceFigures = defineStore('trace-figures', () => {
  /** Bit n: channel n reaches the end of its converter. */
  const clippedChannels = ref(0)
  /** Share of the samples on the screen that the math trace was made from. */
  const mathShare = ref(1)
  /** What an acquisition mode draws, in words; null: the samples are drawn. */
  const acquired = ref<string | null>(null)
  const framesPerSecond = ref(0)
  /** Paints what the trace shows onto one canvas, in device pixels; null: there is no trace, or nothing on it yet. */
  const paint = shallowRef<(() => HTMLCanvasElement | null) | null>(null)

  /** The same of the overview above it; null: there is none. */
  const paintAbove = shallowRef<(() => HTMLCanvasElement | null) | null>(null)

  return { clippedChannels, mathShare, acquired, framesPerSecond, paint, paintAbove }
})
