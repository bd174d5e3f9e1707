// The scripts of `examples/` beside it, with the built program. PyVISA is Debian's packages python3-pyvisa and python3-pyvisa-py; where they
// are not installed its test is skipped, which its name says.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { builtFile } from './runtime/worker-file.ts'

const run = promisify(execFile)
const limits = { timeout: 50_000 }
const example = (name: string): string => fileURLToPath(new URL(`./examples/${name}`, import.meta.url))
/** Debian's own: another Python does not see its packages. */
const python = '/usr/bin/python3'
const hasVisa = spawnSync(python, ['-c', 'import pyvisa, pyvisa_py']).status === 0

let folder = ''
let child: ChildProcess | null = null

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-examples-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** Starts the built program; resolves with what it prints first of this shape. */
async function start(shape: RegExp, ...words: string[]): Promise<{ found: string; ended: Promise<unknown> }> {
  const slow = ['--memory', '256MiB', '--set', 'sampling_frequency=1000000']
  const started = spawn(process.execPath, [builtFile('start.js').pathname, ...words, ...slow], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  const ended = new Promise((resolve) => started.once('close', (code, signal) => resolve(code ?? signal)))
  let text = ''
  const found = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      text += chunk.toString()
      const hit = shape.exec(text)?.[0]
      if (hit !== undefined) resolve(hit)
    }
    started.stdout.on('data', hear)
    started.stderr.on('data', hear)
    started.once('close', () => reject(new Error(`it ended: ${text}`)))
  })
  return { found, ended }
}

interface Described {
  readonly segments: readonly { readonly atScan: number; readonly firstSample: number }[]
}

describe.each([
  ['scpi.mjs', process.execPath, true],
  ['scpi.py', python, hasVisa],
] as const)('%s', (name, program, isInstalled) => {
  const title = isInstalled ? '' : ' (NOT TESTED: python3-pyvisa or python3-pyvisa-py is not installed)'
  it.skipIf(!isInstalled)(`measures, and reads the very samples that are recorded${title}`, async () => {
    const file = path.join(folder, 'x.raw')
    const { found, ended } = await start(
      /TCPIP::[^\n]*::SOCKET\n/,
      ...['--headless', '--scpi', '0', '--record', file, '--set', 'voltage0/source_frequency=10000'],
    )
    const resource = found.trim()
    const wave = path.join(folder, 'wave.raw')
    const place = name === 'scpi.mjs' ? resource.split('::')[2]! : resource
    const { stdout, stderr } = await run(program, [example(name), place, wave], limits)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^Blockscope,simulated,0,/)
    expect(Number(/^frequency: (\S+) Hz$/m.exec(stdout)![1])).toBeCloseTo(10_000, -3)
    expect(stdout).toMatch(/^500 samples, one each (1e-06|0.000001) s, the first -0\.0002[45]\d* s after the trigger$/m)
    child!.kill('SIGTERM')
    expect(await ended).toBe(0)
    const first = Number(/^sample (\d+) of the stream$/m.exec(stdout)![1])
    const { segments } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Described
    const { atScan, firstSample } = segments.at(-1)!
    const samples = readFileSync(wave)
    expect(samples).toHaveLength(1000)
    // One channel of 16 bits is on.
    const begin = (atScan + first - firstSample) * 2
    expect(begin).toBeGreaterThanOrEqual(0)
    expect(readFileSync(file).subarray(begin, begin + samples.length)).toEqual(samples)
  })
})

describe('settings.mjs', () => {
  it('lists settings as JSON, changes them together, and says why it cannot', async () => {
    const { found } = await start(/http:\S+(?= \(closing)/, '--front', 'browser', '--for', '60s', '--scpi', '0')
    // The front ends when nobody looks any more: somebody does.
    const page = new WebSocket(`${found.replace('http', 'ws')}port`)
    await once(page, 'open')
    const script = (...words: string[]) => run(process.execPath, [example('settings.mjs'), found, ...words], limits)
    const { stdout } = await script('trigger.', 'trigger.level=0.1', 'trigger.mode=normal', 'screen.persistence=off')
    const settings = JSON.parse(stdout) as { path: string; value: unknown; parameter: { type: string } }[]
    expect(settings.every((one) => one.path.startsWith('trigger.'))).toBe(true)
    const values = new Map(settings.map((one) => [one.path, one]))
    expect(values.get('trigger.level')).toMatchObject({ value: 0.1, parameter: { type: 'quantity', unit: 'V' } })
    expect(values.get('trigger.mode')).toMatchObject({ value: 'normal' })
    await expect(script('x', 'trigger.level=0.3', 'timebase.secondsPerDiv=1000')).rejects.toMatchObject({
      stderr: expect.stringMatching(/timebase\.secondsPerDiv takes a number from .*EINVAL/),
    })
    const after = JSON.parse((await script('trigger.level')).stdout) as { value: unknown }[]
    expect(after[0]!.value).toBe(0.1)
    page.terminate()
  })
})
