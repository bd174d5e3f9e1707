// How a person likes the screen, kept with their settings: a page of another address, or of another browser, has it too.
import * as v from 'valibot'
import { record } from '../../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../../rpc/topic.ts'

export const themes = ['dark', 'light'] as const
/** In what a block size is entered and shown. */
export const blockUnits = ['bytes', 'samples', 'time'] as const

/** Pictures of the trace a second, at most: fewer leave more of the processor to others. */
export const frameRates = [60, 30] as const

/** Each preference, by its name. */
export const preferenceShapes = {
  theme: v.picklist(themes),
  blockUnit: v.picklist(blockUnits),
  frameRate: v.picklist(frameRates),
} as const

/** Those that were chosen; one that is absent was not. */
export interface Preferences {
  readonly theme?: (typeof themes)[number]
  readonly blockUnit?: (typeof blockUnits)[number]
  readonly frameRate?: (typeof frameRates)[number]
}

/** The key by which an administrator locks a preference. */
export const preferenceKey = (name: keyof Preferences): string => `preferences.${name}`

export interface PreferencesFields {
  readonly preferences: Preferences
}

const shape = record({
  theme: v.exactOptional(preferenceShapes.theme),
  blockUnit: v.exactOptional(preferenceShapes.blockUnit),
  frameRate: v.exactOptional(preferenceShapes.frameRate),
})

export const preferences = defineTopic({
  calls: {
    /** Chooses these; the others stay. @throws EACCES one is locked; ENOSYS, EROFS, ENOSPC, ... they cannot be kept */
    setPreferences: changing(shape, of<void>()),
  },
  state: slice<PreferencesFields>({ preferences: {} }),
})
