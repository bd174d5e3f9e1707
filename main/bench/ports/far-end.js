// The viewer's end of a port, on a thread of its own: takes frames and answers each with its length. Plain JavaScript,
// because Node 20 cannot load TypeScript in a worker.
import { workerData } from 'node:worker_threads'
import { WebSocket } from 'ws'

const { port, url } = workerData

if (url === null) port.on('message', (bytes) => port.postMessage(bytes.byteLength))
else {
  const socket = new WebSocket(url)
  socket.on('message', (bytes) => socket.send(JSON.stringify(bytes.byteLength)))
}
