// Asks a page over Chromium's own protocol (https://chromedevtools.github.io/devtools-protocol/), and does nothing else: what drives a
// page in the tests costs it time, and tells it that it is always seen.
import type { Readable } from 'node:stream'
import { WebSocket } from 'ws'

/** The port that a program started with `--remote-debugging-port=0` says on its standard error. */
export function portOf(stderr: Readable): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = ''
    stderr.on('data', (piece: Buffer) => {
      said += piece.toString()
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
    stderr.once('close', () => reject(new Error(`the program ended and said: ${said}`)))
  })
}

async function pageAddress(port: number): Promise<string> {
  for (;;) {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      readonly type: string
      readonly url: string
      readonly webSocketDebuggerUrl: string
    }[]
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith('app:'))
    if (page !== undefined) return page.webSocketDebuggerUrl
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** What an expression is in the window's page, once its promise is fulfilled. */
export async function valueInPage<T>(port: number, expression: string): Promise<T> {
  const socket = new WebSocket(await pageAddress(port))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const params = { expression, awaitPromise: true, returnByValue: true }
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
  const answer = await new Promise<{ result: { result: { value: T }; exceptionDetails?: unknown } }>(
    (resolve, reject) => {
      socket.on('message', (data: Buffer) => resolve(JSON.parse(data.toString()) as never))
      socket.once('close', () => reject(new Error('the page is gone')))
    },
  )
  socket.close()
  if (answer.result.exceptionDetails !== undefined) throw new Error(`the page could not tell: ${expression}`)
  return answer.result.result.value
}
