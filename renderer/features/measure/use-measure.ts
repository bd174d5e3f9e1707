// Which measurements there are, and which of them is picked.
import { defineStore } from 'pinia'
import { computed, nextTick, ref, watch } from 'vue'
import type { MeasurementFigures } from '#shared/contract/topics/measure.ts'
import { measurementsText, measurementText } from '#shared/kinds/measurement-text.ts'
import type { ChosenMeasurement, MeasurementGate } from '#shared/kinds/measurements.ts'
import { asOneStep } from '../../state/gesture.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useLayout } from '../../state/layout.ts'
import { useSettings } from '../../state/settings.ts'
import { useView } from '../../state/view.ts'

/** Id of its tab. */
export const measureTab = 'measure'

const path = 'measurements.list'

export const useMeasure = defineStore('measure', () => {
  const instrument = useInstrument()
  const settings = useSettings()
  const view = useView()
  const chosen = computed<readonly ChosenMeasurement[]>(() => instrument.state?.measurements ?? [])
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

  /** Whether the rows are on the screen: `MeasureStrip.vue` says. */
  const isOpen = ref(false)
  /** The row under the pointer, or with the keyboard; else the one that was picked is marked on the trace. */
  const looked = ref<string | null>(null)
  const marked = computed(() => {
    const row = rows.value.find(({ text }) => text === looked.value) ?? pickedRow.value
    return isOpen.value && row !== null ? row.one : null
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

  /** A step of undo by itself, however soon another one follows. */
  function put(list: readonly string[]): void {
    asOneStep(() => settings.set({ [path]: list.join(', ') }))
  }

  /** Marks a row on the trace for as long as it is looked at; null: none is. */
  function look(text: string | null): void {
    looked.value = text
  }

  function add(measurement: ChosenMeasurement): void {
    useLayout().showTab(measureTab)
    const text = measurementText(measurement)
    const before = texts()
    if (!before.includes(text)) put([...before, text])
  }

  /** The channel that a measurement is to be chosen for: the tab offers it. */
  const wanted = ref('')

  /** Shows the tab, with a measurement of this channel to be chosen. */
  async function choose(channel: string): Promise<void> {
    wanted.value = channel
    useLayout().showTab(measureTab)
    await nextTick()
    document.querySelector<HTMLElement>('[data-testid=measure-name] input')?.focus()
  }

  function remove(text: string): void {
    put(texts().filter((one) => one !== text))
  }

  /** All statistics begin anew. */
  const reset = (): Promise<unknown> => instrument.ask('resetMeasurements')

  return { chosen, rows, pickedRow, gate, isOpen, marked, wanted, add, choose, remove, pick, look, setGate, reset }
})
