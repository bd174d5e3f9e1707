// Every setting under one name, one way to change it, and the way back. Run, stop and single are no settings.
import * as v from 'valibot'
import type { Parameter } from '../../kinds/parameter.ts'
import { nothing, record, text, within } from '../../rpc/shapes.ts'
import { changing, defineTopic, looking, of, slice } from '../../rpc/topic.ts'

export type SettingValue = number | string | boolean

export interface Setting {
  /** `trigger.level`, `buffer.blockBytes`, `device/gigascope/voltage0/source`. */
  readonly path: string
  /** An attribute of a device has a text, the others the type of their parameter. */
  readonly value: SettingValue
}

/** A setting there is now. */
export interface ListedSetting {
  readonly path: string
  /** What it takes. */
  readonly parameter: Parameter
  /** Null: it cannot be read now. */
  readonly value: SettingValue | null
}

/** What happened, or would happen, to one setting. */
export interface SettingChange {
  readonly path: string
  readonly from: SettingValue
  readonly to: SettingValue
}

export interface SettingsFields {
  /** What {@link settings.calls.undo} would do now; null: nothing is left. Of many changes, the first few. */
  readonly undoes: readonly SettingChange[] | null
  readonly redoes: readonly SettingChange[] | null
}

/** Most settings in one request: more than any instrument of ours has. */
const mostChanges = 1024
const longestValue = 4096
/** Longest session, characters: what a message of a viewer has room for. */
export const mostSessionText = 60_000
const gesture = v.exactOptional(text(64))

const change = record({
  path: text(512),
  value: v.union([
    within(-Number.MAX_VALUE, Number.MAX_VALUE),
    v.boolean(),
    v.pipe(v.string(), v.maxLength(longestValue)),
  ]),
})

export const settings = defineTopic({
  calls: {
    /**
     * Changes all of these settings or, when one is refused, none. Changes of one gesture (a drag) are undone together.
     * A file is named as for `writeAttribute`.
     */
    applySettings: changing(
      record({ changes: v.pipe(v.array(change), v.minLength(1), v.maxLength(mostChanges)), gesture }),
      of<void>(),
    ),
    /**
     * Takes the last step back; what it did, null when there is none. Whatever fails, no setting has changed. A step that cannot be
     * taken is named and left out, unless it is EBUSY or ECANCELED: the next call takes the one before it.
     */
    undo: changing(nothing, of<readonly SettingChange[] | null>()),
    redo: changing(nothing, of<readonly SettingChange[] | null>()),
    /** Every setting there is now, in the order of the tree. */
    listSettings: looking(nothing, of<readonly ListedSetting[]>()),
    /** All settings as the text of a session file. */
    saveSession: looking(nothing, of<{ readonly text: string; readonly name: string }>()),
    /** Applies a session file, whole or not at all. @throws EINVAL with one sentence that says why it cannot be. */
    loadSession: changing(record({ text: v.pipe(v.string(), v.maxLength(mostSessionText)) }), of<void>()),
  },
  state: slice<SettingsFields>({ undoes: null, redoes: null }),
})
