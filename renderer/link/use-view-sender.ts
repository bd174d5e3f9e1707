// Tells the instrument what this page wants to see, whenever that changes and after every connection.
import { watch } from 'vue'
import { useInstrument } from '../stores/instrument.ts'
import { useView } from '../stores/view.ts'
import { newestWins } from './newest-wins.ts'

export function useViewSender(): void {
  const instrument = useInstrument()
  const view = useView()
  const send = newestWins(async (settings: typeof view.settings) => {
    if (instrument.live) await instrument.ask('setView', settings)
  })
  watch([() => view.settings, () => instrument.live], () => send(view.settings), { immediate: true })
}
