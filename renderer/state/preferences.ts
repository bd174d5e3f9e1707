// How this person likes the screen. This page keeps it; what is no matter of the window's size the instrument keeps too, with the
// person's settings: a page of another address, or in another browser, begins with it.
import { defineStore } from 'pinia'
import * as v from 'valibot'
import { watch, watchEffect } from 'vue'
import {
  blockUnits,
  frameRates,
  type Preferences,
  preferenceKey,
  themes,
} from '#shared/contract/topics/kept/preferences.ts'
import { useInstrument } from './instrument.ts'
import { persisted } from './persisted.ts'

export type BlockUnit = (typeof blockUnits)[number]
export type FrameRate = (typeof frameRates)[number]

/** Of the strip of tabs where nobody has chosen another height, CSS pixels: four measurements. */
export const usualStripHeight = 136

const stripShape = v.object({
  tab: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  isOpen: v.nullable(v.boolean()),
  height: v.pipe(v.number(), v.minValue(1), v.maxValue(10_000)),
})
export type Strip = v.InferOutput<typeof stripShape>

export const usePreferences = defineStore('preferences', () => {
  const theme = persisted('blockscope.theme.1', v.picklist(themes), 'dark')
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
  /** Pictures of the trace a second, at most. */
  const frameRate = persisted<FrameRate>('blockscope.frame-rate.1', v.picklist(frameRates), 60)

  const instrument = useInstrument()
  /** What applies where nothing was chosen. */
  const usual = { theme: 'dark', blockUnit: 'bytes', frameRate: 60 } as const

  // A page that only looks is somebody else's: it keeps its own.
  watch(
    () => (instrument.readOnly ? undefined : instrument.state?.preferences),
    (kept, before) => {
      if (kept === undefined) return
      theme.value = kept.theme ?? (before?.theme === undefined ? theme.value : usual.theme)
      blockUnit.value = kept.blockUnit ?? (before?.blockUnit === undefined ? blockUnit.value : usual.blockUnit)
      frameRate.value = kept.frameRate ?? (before?.frameRate === undefined ? frameRate.value : usual.frameRate)
    },
    { immediate: true },
  )

  const isLocked = (name: keyof Preferences): boolean =>
    !instrument.readOnly && (instrument.state?.locked.includes(preferenceKey(name)) ?? false)

  /** Where nothing keeps them the page does by itself; why not, the instrument says in a line of its own. */
  function keep(change: Preferences): void {
    if (instrument.canOperate && instrument.state?.settingsFile !== null) void instrument.ask('setPreferences', change)
  }

  function setTheme(wanted: (typeof themes)[number]): void {
    if (!isLocked('theme')) theme.value = wanted
    keep({ theme: wanted })
  }

  function setBlockUnit(wanted: BlockUnit): void {
    if (!isLocked('blockUnit')) blockUnit.value = wanted
    keep({ blockUnit: wanted })
  }

  function toggleFrameRate(): void {
    const wanted = frameRate.value === 60 ? 30 : 60
    if (!isLocked('frameRate')) frameRate.value = wanted
    keep({ frameRate: wanted })
  }

  // Our tokens hang on data-theme, Element Plus on the class.
  watchEffect(() => {
    document.documentElement.dataset.theme = theme.value
    document.documentElement.classList.toggle('dark', theme.value === 'dark')
  })

  function toggleTheme(): void {
    setTheme(theme.value === 'dark' ? 'light' : 'dark')
  }

  return {
    theme,
    treeOpen,
    panelsOpen,
    foldedPanels,
    strip,
    blockUnit,
    frameRate,
    setBlockUnit,
    toggleTheme,
    toggleFrameRate,
  }
})
