// The next export of what is in memory, as this page wants it: which part, which format, which name. Beginning and end are the
// instrument's.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ExportPart, ExportPartName } from '#shared/contract/topics/memory/exports.ts'
import { errnoOf } from '#shared/errors.ts'
import { recordingFileName } from '#shared/files/recording-name.ts'
import { exportKinds } from '#shared/kinds/exports.ts'
import { cursorSpan } from '#shared/screen/cursor-places.ts'
import { formatSi } from '#shared/units.ts'
import { type Stretch, stretchBetween, stretchOnScreen } from '../../scale/stretch.ts'
import { useInstrument } from '../../state/instrument.ts'
import { persisted } from '../../state/persisted.ts'
import { useView } from '../../state/view.ts'
import { told } from '../../text/told.ts'
import { formatSchema, formatWish, hasRows, type KeptFormat, usualFormat } from './export-format.ts'

/** A part that can be chosen, or why it cannot. */
export interface PartChoice {
  readonly of: ExportPartName
  readonly name: string
  /** How much it is, or why there is none. */
  readonly note: string
  /** Null: there is none. */
  readonly part: ExportPart | null
}

export const useExport = defineStore('export', () => {
  const instrument = useInstrument()
  const view = useView()
  const isOpen = ref(false)
  const chosen = ref<ExportPartName>('screen')
  const format = persisted<KeptFormat>('blockscope.export-format.1', formatSchema, usualFormat)
  /** Of the next one only; empty: by the date and the time. */
  const name = ref('')
  const error = ref('')
  /** Why the last one came to no end. */
  const failure = ref('')
  /** What is there already and would be replaced, in a sentence. */
  const inTheWay = ref('')
  /** What there is to choose from; frames are not followed, so it is looked up now and then while the dialog is open. */
  const choices = shallowRef<readonly PartChoice[]>([])

  watch([name, () => format.value.kind, chosen, () => instrument.state?.recordingFolder], () => {
    error.value = ''
    inTheWay.value = ''
  })

  const underWay = computed(() => (instrument.state?.exported?.state === 'writing' ? instrument.state.exported : null))
  const rowsAreAsked = computed(() => hasRows(format.value.kind, chosen.value))
  const ending = computed(() => exportKinds[format.value.kind].ending)

  function lookUp(): void {
    const frame = instrument.feed.shown
    const sized = (of: 'screen' | 'cursors', named: string, stretch: Stretch | null, none: string): PartChoice => {
      if (frame === null || stretch === null) return { of, name: named, note: none, part: null }
      const samples = stretch.end - stretch.first
      const note = `${formatSi(samples, 'Sa')} · ${formatSi(samples / frame.samplingFrequencyHz, 's')}`
      return { of, name: named, note, part: { of, ...stretch } }
    }
    choices.value = [
      sized(
        'screen',
        'On the screen',
        frame === null ? null : stretchOnScreen(frame, view.settings),
        'nothing is shown',
      ),
      sized('cursors', 'Between the cursors', betweenCursors(), 'the cursors of time are off'),
      memoryChoice(),
      segmentChoice(),
    ]
    if (choices.value.find(({ of }) => of === chosen.value)?.part === null)
      chosen.value = choices.value.find(({ part }) => part !== null)?.of ?? chosen.value
  }

  function betweenCursors(): Stretch | null {
    const frame = instrument.feed.shown
    const cursors = instrument.state?.cursors
    if (frame === null || cursors?.time !== true) return null
    const [from, until] = cursorSpan(cursors, view.timebase)
    return stretchBetween(frame, view.settings, from, until)
  }

  function memoryChoice(): PartChoice {
    const frame = instrument.feed.shown
    const samples = frame === null ? 0 : frame.newestSample + 1 - frame.oldestSample
    const isThere = frame !== null && samples > 0
    return {
      of: 'memory',
      name: 'All that is kept',
      note: isThere
        ? `${formatSi(samples, 'Sa')} · ${formatSi(samples / frame.samplingFrequencyHz, 's')}`
        : 'nothing is in memory',
      part: isThere ? { of: 'memory' } : null,
    }
  }

  function segmentChoice(): PartChoice {
    const kept = instrument.segmented?.kept ?? 0
    const isThere = (instrument.state?.segments.on ?? false) && kept > 0
    const length = instrument.state?.segments.length ?? 0
    return {
      of: 'segments',
      name: 'The segments',
      note: isThere ? `${kept} of ${formatSi(length, 'Sa')}` : 'none are kept',
      part: isThere ? { of: 'segments' } : null,
    }
  }

  function open(): void {
    error.value = ''
    failure.value = ''
    inTheWay.value = ''
    lookUp()
    isOpen.value = true
  }

  /** @param overwrite replaces what has this name; the person was asked */
  async function start(overwrite = false): Promise<void> {
    error.value = ''
    failure.value = ''
    inTheWay.value = ''
    // The record that is on the screen at this moment.
    lookUp()
    const part = choices.value.find(({ of }) => of === chosen.value)?.part ?? null
    if (part === null) {
      error.value = 'There is nothing to export yet.'
      return
    }
    try {
      recordingFileName(name.value, ending.value)
      await instrument.call('exportKept', {
        part,
        format: formatWish(format.value, part.of),
        name: name.value,
        overwrite,
      })
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST' || overwrite) error.value = told(thrown)
      else inTheWay.value = told(thrown)
      return
    }
    instrument.forgetRecordings()
    name.value = ''
  }

  async function chooseFolder(): Promise<void> {
    try {
      await instrument.call('chooseRecordingFolder')
    } catch (thrown) {
      error.value = told(thrown)
    }
  }

  // It is over: the line that the instrument tells says how.
  watch(
    () => instrument.state?.exported?.state,
    (now, before) => {
      if (before === 'writing' && now === 'finished') isOpen.value = false
      if (before === 'writing' && now === 'failed') failure.value = instrument.state?.exported?.problem ?? ''
    },
  )

  return {
    ...{ isOpen, chosen, format, name, error, failure, inTheWay, choices, underWay, ending, hasRows: rowsAreAsked },
    ...{ open, lookUp, start, chooseFolder },
    cancel: () => instrument.ask('cancelExport'),
  }
})
