import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { createApp, nextTick } from 'vue'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { fakeState, fakeStats } from '#shared/testing/fake-values.ts'
import { useInstrument } from '../../state/instrument.ts'
import { withCommands } from '../../testing/with-commands.ts'
import { recordingCommands } from './commands.ts'
import RecordButton from './RecordButton.vue'

const taken = { scans: 0, wanted: null, bytes: 0, waitingBytes: 0, seconds: 0, lostSamples: 0, gapFree: null }
const begun: RecordingState = { file: '/x/a.raw', ...taken, state: 'recording', problem: null }

withCommands(recordingCommands)

let unmount = (): void => undefined
afterEach(() => unmount())

function mount() {
  const pinia = createPinia()
  setActivePinia(pinia)
  const host = document.createElement('div')
  const app = createApp(RecordButton).use(pinia)
  app.mount(host)
  unmount = () => app.unmount()
  return { button: host.querySelector('button')!, instrument: useInstrument() }
}

it('the record button counts time, samples and size while it records, and is what it was afterwards', async () => {
  const { button, instrument } = mount()
  const show = async (told: RecordingState, measured: RecordingState): Promise<string> => {
    instrument.state = { ...fakeState(), recording: told }
    instrument.stats = { ...fakeStats(fakeState(), 0), recording: measured }
    await nextTick()
    return `${button.getAttribute('aria-pressed')} ${button.textContent}`
  }
  expect(button.textContent).toBe('Record')
  // The state is told when it begins; after that only figures come.
  expect(await show(begun, begun)).toBe('true 0:00 · 0.00 Sa · 0 B')
  const later = { ...begun, scans: 26e6, bytes: 52 * 2 ** 20, seconds: 65 }
  expect(await show(begun, later)).toBe('true 1:05 · 26.0 MSa · 52 MiB')
  // What it shows while the disk is silent goes when it answers, also when nothing was written meanwhile.
  expect(await show(begun, { ...later, silentSeconds: 4 })).toBe('true disk silent for 4 s')
  expect(await show(later, { ...later, silentSeconds: 5 })).toBe('true disk silent for 5 s')
  expect(await show(later, later)).toBe('true 1:05 · 26.0 MSa · 52 MiB')
  const writing = { ...later, state: 'writing' as const, waitingBytes: 3 * 2 ** 20 }
  expect(await show(writing, writing)).toBe('true writing 3 MiB')
  expect(await show({ ...later, state: 'finished' }, later)).toBe('false Record')
})
