import '../kit/style/index.ts'
import { openPort } from '../link/open-port.ts'
import { mountScreen } from './mount.ts'

mountScreen('#app', openPort)
