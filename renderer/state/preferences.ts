// How this person likes the screen.
import { defineStore } from 'pinia'
import * as v from 'valibot'
import { watchEffect } from 'vue'
import { persisted } from './persisted.ts'

/** In what a block size is entered and shown. */
export const blockUnits = ['bytes', 'samples', 'time'] as const
export type BlockUnit = (typeof blockUnits)[number]

/** Of the strip of tabs where nobody has chosen another height, CSS pixels: four measurements. */
export const usualStripHeight = 136

const stripShape = v.object({
  tab: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  isOpen: v.nullable(v.boolean()),
  height: v.pipe(v.number(), v.minValue(1), v.maxValue(10_000)),
})
export type Strip = v.InferOutput<typeof stripShape>

export const usePreferences = defineStore('preferences', () => {
  const theme = persisted('blockscope.theme.1', v.picklist(['dark', 'light']), 'dark')
  const treeOpen = persisted('blockscope.tree.1', v.boolean(), true)
  const panelsOpen = persisted('blockscope.panels.1', v.boolean(), true)
  /** Panels folded to their headings, by name. */
  const foldedPanels = persisted('blockscope.folded-panels.1', v.array(v.pipe(v.string(), v.maxLength(64))), [])
  /** The strip of tabs below the trace. `isOpen` null: nobody has opened or folded it yet. */
  const strip = persisted<Strip>('blockscope.strip.1', stripShape, {
    tab: null,
    isOpen: null,
    height: usualStripHeight,
  })
  const blockUnit = persisted('blockscope.block-unit.1', v.picklist(blockUnits), 'bytes')

  // Our tokens hang on data-theme, Element Plus on the class.
  watchEffect(() => {
    document.documentElement.dataset.theme = theme.value
    document.documentElement.classList.toggle('dark', theme.value === 'dark')
  })

  function toggleTheme(): void {
    theme.value = theme.value === 'dark' ? 'light' : 'dark'
  }

  return { theme, treeOpen, panelsOpen, foldedPanels, strip, blockUnit, toggleTheme }
})
