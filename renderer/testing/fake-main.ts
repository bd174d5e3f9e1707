import '../style/index.ts'
import { serveInstrument } from '#shared/contract/rpc.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { mountScreen } from '../mount.ts'
import { FakeInstrument } from './fake-instrument.ts'

const instrument = new FakeInstrument()
instrument.animate()
mountScreen('#app', () => {
  const [near, far] = linkedPorts()
  serveInstrument(far, instrument)
  return Promise.resolve(near)
})
