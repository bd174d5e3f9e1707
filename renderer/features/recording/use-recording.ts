// The next recording as this page wants it, and its begin and end. The folder is the instrument's.
import { defineStore } from 'pinia'
import * as v from 'valibot'
import { computed, ref, watch } from 'vue'
import { isUnderWay } from '#shared/contract/topics/recording.ts'
import { errnoOf } from '#shared/errors.ts'
import { recordingFileName } from '#shared/files/recording-name.ts'
import { type ExportFormat, exportFormats, exportKinds } from '#shared/kinds/exports.ts'
import { parseRotation, type Rotation, rotationText } from '#shared/kinds/rotation.ts'
import { useInstrument } from '../../state/instrument.ts'
import { persisted } from '../../state/persisted.ts'
import { told } from '../../text/told.ts'
import { lengthSchema, lengthWish, type RecordingLength, usualLength } from './recording-length.ts'

const formatSchema = v.object({ kind: v.picklist(exportFormats), level: v.pipe(v.number(), v.finite()) })

/** Null: one file. @throws EINVAL it is no rotation */
function readRotation(text: string): Rotation | null {
  return text.trim() === '' ? null : parseRotation(text)
}

function isRotation(text: string): boolean {
  try {
    readRotation(text)
    return true
  } catch {
    return false
  }
}

export const useRecording = defineStore('recording', () => {
  const instrument = useInstrument()
  const length = persisted<RecordingLength>('blockscope.recording-length.1', lengthSchema, usualLength)
  /** The format, and from which level on a VCD file is high. */
  const format = persisted('blockscope.recording-format.1', formatSchema, { kind: 'raw' as ExportFormat, level: 0 })
  /** As it is typed: `1GiB|10min,total=100GiB`; empty: one file. */
  const rotation = persisted('blockscope.recording-rotation.1', v.pipe(v.string(), v.check(isRotation)), '')
  const ending = computed(() => exportKinds[format.value.kind].ending)
  /** Of the next recording only; empty: by the date and the time. */
  const name = ref('')
  const optionsOpen = ref(false)
  /** Why the last one did not begin, where the options are open to mend it. */
  const error = ref('')
  /** What is there already and would be replaced, in a sentence. */
  const inTheWay = ref('')

  watch([name, () => format.value.kind, () => instrument.state?.recordingFolder], () => {
    error.value = ''
    inTheWay.value = ''
  })

  /** What was wrong is shown beside the name; of a recording without one it becomes a line, unless the options are open. */
  function refuse(message: string): void {
    if (name.value.trim() === '' && !optionsOpen.value) instrument.report({ severity: 'error', message, tip: null })
    else {
      error.value = message
      optionsOpen.value = true
    }
  }

  /** @param overwrite replaces what has this name; the person was asked */
  async function start(overwrite = false): Promise<void> {
    error.value = ''
    inTheWay.value = ''
    const wanted = name.value
    try {
      recordingFileName(wanted, ending.value)
      const { kind, level } = format.value
      await instrument.call('startRecording', {
        ...lengthWish(length.value),
        ...(kind !== 'raw' && { format: kind === 'vcd' ? { kind, level } : { kind } }),
        ...(rotation.value !== '' && { rotation: parseRotation(rotation.value) }),
        name: wanted,
        overwrite,
      })
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST' || overwrite) refuse(told(thrown))
      else {
        inTheWay.value = told(thrown)
        optionsOpen.value = true
      }
      return
    }
    instrument.forgetRecordings()
    optionsOpen.value = false
    // What is typed meanwhile is the next one's.
    if (name.value === wanted) name.value = ''
  }

  /** @throws EINVAL what was typed is no rotation, with what is one */
  function rotate(text: string): void {
    rotation.value = readRotation(text) === null ? '' : rotationText(parseRotation(text))
  }

  async function toggle(): Promise<void> {
    if (isUnderWay(instrument.recording)) await instrument.ask('stopRecording')
    else await start()
  }

  /** Lets the person choose the folder in the system's dialog. */
  async function chooseFolder(): Promise<void> {
    try {
      await instrument.call('chooseRecordingFolder')
    } catch (thrown) {
      error.value = told(thrown)
    }
  }

  return { length, format, rotation, rotate, ending, name, optionsOpen, error, inTheWay, start, toggle, chooseFolder }
})
