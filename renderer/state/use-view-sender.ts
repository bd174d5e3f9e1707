// Tells the instrument what this page wants to see, whenever that changes and after every connection.
import { watch } from 'vue'
import { newestWins } from '../link/newest-wins.ts'
import { useInstrument } from './instrument.ts'
import { useView } from './view.ts'

export function useViewSender(): void {
  const instrument = useInstrument()
  const view = useView()
  const send = newestWins(async (settings: typeof view.settings) => {
    if (instrument.live) await instrument.ask('setView', settings)
  })
  // The view of a page that is not in control follows the others', and leads when it is again.
  watch([() => view.settings, () => instrument.live, () => instrument.readOnly], () => send(view.settings), {
    immediate: true,
  })
}
