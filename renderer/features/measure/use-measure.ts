// Which measurements there are, and whether their strip is shown.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { MeasurementFigures } from '#shared/contract/topics/measure.ts'
import { measurementsText, measurementText } from '#shared/kinds/measurement-text.ts'
import type { ChosenMeasurement, MeasurementGate } from '#shared/kinds/measurements.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSettings } from '../../state/settings.ts'
import { useView } from '../../state/view.ts'

const path = 'measurements.list'

export const useMeasure = defineStore('measure', () => {
  const instrument = useInstrument()
  const settings = useSettings()
  const view = useView()
  /** Null: nobody has said; then it is shown where there are measurements. */
  const wish = ref<boolean | null>(null)
  const chosen = computed<readonly ChosenMeasurement[]>(() => instrument.state?.measurements ?? [])
  const isShown = computed(() => wish.value ?? chosen.value.length > 0)
  /** Of each measurement; null: none have come yet. */
  const rows = computed(() => chosen.value.map((one) => ({ one, text: measurementText(one), figures: figuresOf(one) })))

  function figuresOf({ name, channel, to }: ChosenMeasurement): MeasurementFigures | null {
    const { measured } = instrument
    return measured.find((one) => one.name === name && one.channel === channel && one.to === to) ?? null
  }

  /** The row whose trend and histogram are shown, by its text. */
  const picked = ref<string | null>(null)
  const pickedRow = computed(() => rows.value.find(({ text }) => text === picked.value) ?? null)
  const gate = computed(() => settings.now<string>('measurements.gate', instrument.state?.measurementGate ?? 'off'))

  /** The row under the pointer, or with the keyboard; else the one that was picked is marked on the trace. */
  const looked = ref<string | null>(null)
  const marked = computed(() => {
    const row = rows.value.find(({ text }) => text === looked.value) ?? pickedRow.value
    return isShown.value && row !== null ? row.one : null
  })
  watch(marked, (one) => (view.marked = one))

  /** Shows the trend and the histogram of a row, or no more. */
  function pick(text: string): void {
    picked.value = picked.value === text ? null : text
  }

  function setGate(value: MeasurementGate): void {
    settings.set({ 'measurements.gate': value })
  }

  /** The list as it is, or soon will be. */
  const texts = (): string[] =>
    settings
      .now(path, measurementsText(chosen.value))
      .split(', ')
      .filter((one) => one !== '')

  /** Marks a row on the trace for as long as it is looked at; null: none is. */
  function look(text: string | null): void {
    looked.value = text
  }

  function toggle(): void {
    wish.value = !isShown.value
  }

  function add(measurement: ChosenMeasurement): void {
    wish.value = true
    const text = measurementText(measurement)
    const before = texts()
    if (!before.includes(text)) settings.set({ [path]: [...before, text].join(', ') })
  }

  function remove(text: string): void {
    settings.set({
      [path]: texts()
        .filter((one) => one !== text)
        .join(', '),
    })
  }

  /** All statistics begin anew. */
  const reset = (): Promise<unknown> => instrument.ask('resetMeasurements')

  return { chosen, isShown, rows, pickedRow, gate, marked, toggle, add, remove, pick, look, setGate, reset }
})
