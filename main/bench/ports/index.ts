// bench ports: frames from main to a viewer on another thread, as many on their way as a viewer may ask for.
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { WebSocketServer } from 'ws'
import { workerPort } from '#main/runtime/worker-port.ts'
import { serverPort } from '#main/server/ws-port.ts'
import type { Port } from '#shared/port/port.ts'
import { maxFrameCredits } from '#shared/rpc/messages.ts'
import { formatBytes } from '#shared/units.ts'
import type { BenchContext, BenchReport } from '../benchmark.ts'
import type { Figure } from '../figure.ts'

const sizes = [1 << 10, 16 << 10, 128 << 10, 1 << 20, 4 << 20] as const
const defaultSeconds = 1
const warmUpSeconds = 0.5

interface OpenPort {
  readonly port: Port
  close(): Promise<void>
}

/** A thread with the far end: of a message port, or of a WebSocket. */
function farEnd(port: MessagePort | null, url: string | null): Worker {
  const transferList = port === null ? [] : [port]
  return new Worker(new URL('./far-end.js', import.meta.url), { workerData: { port, url }, transferList })
}

function openWorker(): Promise<OpenPort> {
  const { port1, port2 } = new MessageChannel()
  const worker = farEnd(port2, null)
  const port = workerPort(port1)
  return Promise.resolve({
    port,
    async close() {
      port.close()
      await worker.terminate()
    },
  })
}

async function openWebSocket(): Promise<OpenPort> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const connected = new Promise<Port>((resolve) => server.once('connection', (socket) => resolve(serverPort(socket))))
  const worker = farEnd(null, `ws://127.0.0.1:${address.port}`)
  return {
    port: await connected,
    async close() {
      await worker.terminate()
      server.close()
    },
  }
}

/** Frames per second, with `maxFrameCredits` on their way. */
async function throughput(port: Port, bytes: number, seconds: number): Promise<number> {
  const frame = new Uint8Array(bytes)
  const endMs = performance.now() + seconds * 1e3
  const beginMs = performance.now()
  let sent = 0
  let answered = 0
  const send = (): void => {
    sent++
    port.post(frame)
  }
  await new Promise<void>((resolve) => {
    const listening = port.onMessage(() => {
      answered++
      if (performance.now() < endMs) send()
      else if (answered === sent) {
        listening.dispose()
        resolve()
      }
    })
    for (let credit = 0; credit < maxFrameCredits; credit++) send()
  })
  return answered / ((performance.now() - beginMs) / 1e3)
}

export async function benchPorts({ memcpy, options }: BenchContext): Promise<BenchReport> {
  const kinds = { worker: openWorker, WebSocket: openWebSocket }
  const seconds = options.seconds ?? defaultSeconds
  const figures: Figure[] = []
  for (const [name, open] of Object.entries(kinds)) {
    const opened = await open()
    opened.port.start()
    // The first answers wait for the thread to start and the code to be compiled.
    await throughput(opened.port, sizes[0], warmUpSeconds)
    for (const bytes of sizes) {
      const perSecond = await throughput(opened.port, bytes, seconds)
      const value = perSecond * bytes
      figures.push({
        name: `${name}, ${formatBytes(bytes)}`,
        value: value / 1e6,
        unit: 'MB/s',
        perMemcpy: value / memcpy,
      })
      figures.push({ name: `${name}, ${formatBytes(bytes)}, messages`, value: perSecond, unit: '1/s' })
    }
    await opened.close()
  }
  return {
    figures,
    notes: [
      `${maxFrameCredits} frames on their way, as a viewer may ask for; the far end is a thread of this process.`,
    ],
  }
}
