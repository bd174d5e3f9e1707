import { MessageChannel } from 'node:worker_threads'
import { describePort } from '#shared/testing/port-suite.ts'
import { workerPort } from './worker-port.ts'

describePort('a port of worker_threads', async () => {
  const { port1, port2 } = new MessageChannel()
  return [workerPort(port1), workerPort(port2)]
})
