// Recordings without a screen, and in the browser front with a viewer that is a script.
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { WebSocket } from 'ws'
import { clientPort } from '#main/server/client-port.ts'
import { connectInstrument } from '#shared/contract/rpc.ts'
import { pidOf } from '../fixtures/running-app.ts'
import { endThread, environmentFor, type Place, type RecordingProgram, recordingsIn, wordsFor } from './front.ts'

const start = path.join(import.meta.dirname, '..', '..', 'dist', 'main', 'start.js')

interface Started {
  readonly child: ChildProcess
  said(): string
  readonly ended: Promise<number | string>
}

function run(place: Place, words: readonly string[]): Started {
  const [program = '', ...rest] = [
    ...place.prefix,
    process.execPath,
    '-r',
    endThread,
    start,
    ...words,
    ...wordsFor(place),
  ]
  const env = { ...process.env, ...environmentFor(place) }
  const child = spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
  const ended = new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal ?? '')),
  )
  return { child, said: () => said, ended }
}

async function release({ child, ended }: Started): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  await ended
}

function stopListening({ child }: Started): void {
  child.stdout?.destroy()
  child.stderr?.destroy()
}

/** Resolves when `find` finds something. @throws when the program ends before */
async function until<T>(program: Started, find: () => T | null | undefined): Promise<T> {
  for (;;) {
    const found = find()
    if (found !== null && found !== undefined) return found
    if (program.child.exitCode !== null) throw new Error(`the program ended and said: ${program.said()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export function recordHeadless(place: Place): RecordingProgram {
  const file = path.join(recordingsIn(place.home), 'x.raw')
  const program = run(place, ['--headless', '--record', file])
  return {
    child: program.child,
    pid: pidOf(program.child),
    file,
    stopListening: () => stopListening(program),
    losePage: () => Promise.reject(new Error('there is no page')),
    ended: program.ended,
    release: () => release(program),
  }
}

export async function recordInBrowserFront(place: Place): Promise<RecordingProgram> {
  const program = run(place, ['--front', 'browser'])
  const address = await until(program, () => /at (http:\S+)/.exec(program.said())?.[1])
  const socket = new WebSocket(`${address.replace('http', 'ws')}port`)
  await new Promise((resolve) => socket.once('open', resolve))
  const client = await connectInstrument(clientPort(socket), { client: 'test' })
  await until(program, () => (client.state.acquisition === 'running' ? true : null))
  const { file } = await client.calls.startRecording({ scans: null })
  return {
    child: program.child,
    pid: pidOf(program.child),
    file,
    stopListening: () => stopListening(program),
    async losePage() {
      socket.terminate()
      await until(program, () => /the recording goes on/.exec(program.said()))
    },
    ended: program.ended,
    async release() {
      socket.terminate()
      await release(program)
    },
  }
}
