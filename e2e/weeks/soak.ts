// The program left running: it records into a row of files, its settings change, pages come and go.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { clientPort } from '#main/server/client-port.ts'
import { connectInstrument, type InstrumentClient } from '#shared/contract/rpc.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import type { Stats } from '#shared/contract/topics/status.ts'
import { pidOf } from '../fixtures/running-app.ts'
import { Chain } from './chain.ts'
import { type Figures, figuresOf } from './process-figures.ts'

const start = path.join(import.meta.dirname, '..', '..', 'dist', 'main', 'start.js')
/** As `npm start` starts it. */
const flags = ['--max-semi-space-size=2', '--heap-growing-percent=10']

const changeSeconds = 10
/** In a long run; in a short one so often that several pages come and go. */
const pageSeconds = 60
const pagesAtLeast = 4
const mebi = 2 ** 20

export interface SoakPlan {
  readonly seconds: number
  readonly rotation: { readonly bytes: number; readonly seconds: number; readonly totalBytes: number }
}

export interface Soaked {
  readonly series: readonly (Figures & { readonly atSeconds: number })[]
  readonly stats: Stats
  readonly recording: RecordingState
  readonly chain: Chain
  readonly changes: number
  readonly pages: number
  readonly frames: number
  readonly exitCode: number | string
  /** What was left in the folder. */
  readonly left: readonly string[]
  readonly said: string
}

/** What is changed, one after the other, while it captures and records. */
const changes: readonly ((client: InstrumentClient) => Promise<unknown>)[] = [
  ({ calls }) => calls.setBuffer({ blockBytes: 256 * 1024 }),
  ({ calls }) => calls.setTrigger({ level: 0.1 }),
  ({ calls }) => calls.setBuffer({ watermark: 'auto' }),
  ({ calls }) => calls.writeAttribute({ device: 'iio:device0', path: 'voltage0/source', value: 'square' }),
  ({ calls }) => calls.setBuffer({ blockBytes: mebi }),
  ({ calls }) => calls.setTriggerMode({ mode: 'normal' }),
  ({ calls }) => calls.setBuffer({ blockBytes: 'auto' }),
  ({ calls }) => calls.writeAttribute({ device: 'iio:device0', path: 'voltage0/source', value: 'sine' }),
  ({ calls }) => calls.setTriggerMode({ mode: 'auto' }),
]

async function connect(address: string): Promise<InstrumentClient> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}port`)
  await once(socket, 'open')
  return connectInstrument(clientPort(socket), { client: 'soak' })
}

/** A page that looks for so long, as fast as frames come. Resolves with how many came. */
async function lookAt(address: string, seconds: number): Promise<number> {
  const page = await connect(address)
  try {
    const view = { secondsPerDiv: 1e-6, positionSeconds: 0, columns: 1000, atSample: null, persistence: true }
    await page.calls.setView(view)
    let frames = 0
    page.frames.onFrame(({ sequence }) => {
      frames++
      page.frames.grant(1, sequence)
    })
    page.frames.grant(2, 0)
    await wait(seconds * 1e3)
    return frames
  } finally {
    page.dispose()
  }
}

/** Runs for so long, and ends it in order. */
export async function soak({ seconds, rotation }: SoakPlan): Promise<Soaked> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-weeks-'))
  const words = ['--front', 'browser', '--memory', '512MiB', '--recordings', folder]
  const child = spawn(process.execPath, [...flags, start, ...words, '--set', 'sampling_frequency=100000000'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      said += text.toString()
    })
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal ?? '') as number | string)
  try {
    let address: string | undefined
    while (address === undefined) {
      if (child.exitCode !== null) throw new Error(`the program ended and said: ${said}`)
      address = /at (http:\S+)/.exec(said)?.[1]
      await wait(20)
    }
    const operator = await connect(address)
    let stats: Stats | null = null
    operator.on('stats', (told) => {
      stats = told
    })
    while (operator.state.acquisition !== 'running') await wait(20)
    const begun = await operator.calls.startRecording({
      scans: null,
      name: 'weeks',
      rotation: { ...rotation, keep: null },
    })
    const watched = await watch({
      seconds,
      pid: pidOf(child),
      folder,
      address,
      operator,
      isAlive: () => child.exitCode === null,
    })
    const before = stats as Stats | null
    const recording = await operator.calls.stopRecording()
    watched.chain.look()
    if (before === null) throw new Error(`no figures came of ${begun.file}`)
    const left = readdirSync(folder)
    child.kill('SIGTERM')
    const exitCode = await ended
    return { ...watched, stats: before, recording, exitCode, left, said }
  } finally {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true })
  }
}

interface Watching {
  readonly seconds: number
  readonly pid: number
  readonly folder: string
  readonly address: string
  readonly operator: InstrumentClient
  isAlive(): boolean
}

/** Once a second: the figures, what is due, and the files that have ended. */
async function watch({ seconds, pid, folder, address, operator, isAlive }: Watching) {
  const chain = new Chain(folder)
  const series: Soaked['series'][number][] = []
  const everyPage = Math.min(pageSeconds, seconds / pagesAtLeast)
  const beganMs = performance.now()
  const looking: Promise<number>[] = []
  let [changed, pages] = [0, 0]
  for (;;) {
    const atSeconds = (performance.now() - beganMs) / 1e3
    if (atSeconds >= seconds || !isAlive()) break
    series.push({ atSeconds, ...figuresOf(pid, folder) })
    chain.look()
    if (atSeconds >= (changed + 1) * changeSeconds) await changes[changed++ % changes.length]!(operator)
    if (atSeconds >= pages * everyPage) {
      pages++
      looking.push(lookAt(address, everyPage / 2))
    }
    await wait(1000)
  }
  const frames = (await Promise.all(looking)).reduce((sum, count) => sum + count, 0)
  return { series, chain, changes: changed, pages, frames }
}
