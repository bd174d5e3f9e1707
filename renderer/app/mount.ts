// Puts the screen into the page and connects it to an instrument.
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { Port } from '#shared/port/port.ts'
import { keepConnected } from '../link/keep-connected.ts'
import { useInstrument } from '../state/instrument.ts'
import App from './App.vue'

/**
 * @param open opens a port to the instrument; called again whenever the connection ends
 * The address says whether it is a kiosk page: `?kiosk`.
 */
export function mountScreen(target: string | Element, open: () => Promise<Port>): void {
  const kiosk = new URLSearchParams(location.search).has('kiosk')
  const app = createApp(App, { kiosk }).use(createPinia())
  app.mount(target)
  const instrument = useInstrument()
  keepConnected({
    open,
    client: 'page',
    onClient: (client) => instrument.attach(client),
    onLost: (error, final) => instrument.lose(error, final),
  })
}
