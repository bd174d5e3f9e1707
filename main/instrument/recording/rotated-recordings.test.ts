// Rows of files as a viewer asks for them: what the state says while files come and go, what is told at the end, what is refused.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectInstrument, type InstrumentClient, serveInstrument } from '#shared/contract/rpc.ts'
import type { Problem } from '#shared/contract/topics/status.ts'
import { parseRotation } from '#shared/kinds/rotation.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'

let root: string
let instrument: Instrument | null = null

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-rows-'))
})
afterEach(async () => {
  await instrument?.close()
  instrument = null
  rmSync(root, { recursive: true })
})

async function open(folder = root): Promise<{ client: InstrumentClient; told: Problem[] }> {
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: folder,
    historyBytes: 16 << 20,
    set: [{ path: 'sampling_frequency', value: '4000000' }],
  })
  const [near, far] = linkedPorts()
  serveInstrument(far, instrument)
  const client = await connectInstrument(near, { client: 'test' })
  const told: Problem[] = []
  client.on('problem', (one) => told.push(one))
  return { client, told }
}

describe('a rotated recording of a viewer', () => {
  it('names each file as it is written, and what came of all of them at the end', async () => {
    const { client, told } = await open()
    const rotation = parseRotation('256KiB,keep=3')
    const { file } = await client.calls.startRecording({ scans: null, name: 'bench', rotation })
    expect(file).toBe(path.join(root, 'bench-0001.raw'))
    await expect.poll(() => client.state.recording?.row?.removed).toBeGreaterThan(1)
    expect(client.state.recording?.file).not.toBe(file)
    const ended = await client.calls.stopRecording()
    expect(ended).toMatchObject({ state: 'finished', problem: null, row: { removalProblem: null } })
    const { row, scans } = ended
    expect(row!.files - row!.removed).toBe(3)
    const files = readdirSync(root).filter((name) => name.endsWith('.raw'))
    expect(files).toHaveLength(3)
    expect(files.reduce((sum, name) => sum + statSync(path.join(root, name)).size, 0)).toBe(row!.keptBytes)
    expect(ended.bytes).toBe(scans * 2)
    await expect.poll(() => told.at(-1)?.message).toContain(`: ${row!.files} files up to ${ended.file}`)
    // The way to those of its files is open that are there.
    const { recordings } = instrument!.parts
    expect([file, ended.file, path.join(root, 'other-0001.raw')].map((one) => recordings.hasMade(one))).toEqual([
      false,
      true,
      false,
    ])
  })

  it('goes on behind the files of the one before, and is dated without a name, in any format', async () => {
    const { client } = await open()
    const rotation = parseRotation('64KiB')
    const wish = { scans: 40_000, rotation } as const
    const finish = async (): Promise<void> => {
      await expect.poll(() => client.state.recording).toMatchObject({ state: 'finished', scans: 40_000 })
    }
    await client.calls.startRecording({ ...wish, name: 'bench' })
    await finish()
    expect((await client.calls.startRecording({ ...wish, name: 'bench' })).file).toBe(path.join(root, 'bench-0003.raw'))
    await finish()
    const { file } = await client.calls.startRecording({ ...wish, format: { kind: 'wav' } })
    expect(path.basename(file)).toMatch(/^blockscope-.*Z-0001\.wav$/)
    await finish()
  })

  it('is refused where it says nothing that can be, and leaves nothing', async () => {
    const { client } = await open()
    const rotation = parseRotation('64KiB')
    const start = (wish: object): Promise<unknown> => client.calls.startRecording({ scans: null, name: 'x', ...wish })
    await expect(start({ rotation: { ...rotation, bytes: 10 } })).rejects.toMatchObject({
      errno: 'EINVAL',
      message: 'A file of a rotation has at least 64 KiB, not 10 B.',
    })
    await expect(start({ rotation: { ...rotation, keep: 1.5 } })).rejects.toMatchObject({ errno: 'EINVAL' })
    await expect(start({ rotation, overwrite: true })).rejects.toMatchObject({
      message: 'Files of a rotation never replace any; leave the overwriting out.',
    })
    expect(readdirSync(root)).toEqual([])
    expect(client.state.recording).toBe(null)
  })

  it.runIf(process.getuid?.() === 0 && os.platform() === 'linux')(
    'ends with a sentence on a disk that is full at a rotation; the files that are there are whole',
    async () => {
      const disk = path.join(root, 'disk')
      mkdirSync(disk)
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', disk], { stdio: 'pipe' })
      } catch {
        process.stderr.write('skipped: a full disk under a rotation: nothing can be mounted here\n')
        return
      }
      try {
        const { client } = await open(disk)
        await client.calls.startRecording({ scans: null, name: 'x', rotation: parseRotation('1MiB') })
        await expect.poll(() => client.state.recording?.state).toBe('failed')
        expect(client.state.recording?.problem).toMatch(
          /No space is left for .*x-000\d\.raw: .* are kept for other programs\./,
        )
        const sizes = readdirSync(disk)
          .filter((name) => name.endsWith('.raw'))
          .map((name) => statSync(path.join(disk, name)).size)
        expect(sizes.slice(0, 2)).toEqual([1 << 20, 1 << 20])
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(client.state.recording!.scans * 2)
        await instrument?.close()
        instrument = null
      } finally {
        execFileSync('umount', [disk])
      }
    },
  )
})
