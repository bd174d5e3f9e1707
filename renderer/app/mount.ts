// Puts the screen into the page and connects it to an instrument.
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { panelsClient, panelsPairOf } from '#shared/port/panels-page.ts'
import type { Port } from '#shared/port/port.ts'
import { keepConnected } from '../link/keep-connected.ts'
import { pageHost } from '../link/page-host.ts'
import { useInstrument } from '../state/instrument.ts'
import { usePair } from '../state/pair/use-pair.ts'
import App from './App.vue'

/**
 * @param open opens a port to the instrument; called again whenever the connection ends
 * The address says whether it is a kiosk page (`?kiosk`), or one of panels alone (`?panels`).
 */
export function mountScreen(target: string | Element, open: () => Promise<Port>): void {
  const kiosk = new URLSearchParams(location.search).has('kiosk')
  const panelsPair = kiosk ? null : panelsPairOf(location.search)
  const app = createApp(App, { kiosk }).use(createPinia())
  const host = pageHost()
  usePair().begin(panelsPair === null ? 'trace' : 'panels', panelsPair ?? host.keptPair(), host)
  const instrument = useInstrument()
  // The instrument answers while the screen is put together.
  keepConnected({
    open,
    client: panelsPair === null ? 'page' : panelsClient,
    onClient: (client) => instrument.attach(client, panelsPair === null),
    onLost: (error, final) => instrument.lose(error, final),
  })
  app.mount(target)
}
