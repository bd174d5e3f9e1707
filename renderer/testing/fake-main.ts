import '../kit/style/index.ts'
import { serveInstrument } from '#shared/contract/rpc.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { mountScreen } from '../app/mount.ts'
import { animate, pacedFake } from './paced-fake.ts'

const instrument = pacedFake()
animate(instrument)
mountScreen('#app', () => {
  const [near, far] = linkedPorts()
  serveInstrument(far, instrument)
  return Promise.resolve(near)
})
