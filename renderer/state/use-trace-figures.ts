// What the trace tells the rest of the page while it draws.
import { defineStore } from 'pinia'
import { ref } from 'vue'

export const useTraceFigures = defineStore('trace-figures', () => {
  /** Bit n: channel n reaches the end of its converter. */
  const clippedChannels = ref(0)
  /** Share of the samples on the screen that the math trace was made from. */
  const mathShare = ref(1)
  const framesPerSecond = ref(0)

  return { clippedChannels, mathShare, framesPerSecond }
})
