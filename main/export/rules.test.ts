// What is promised of an exported file whatever happens: gaps, an end at any moment, files that are there already.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ExportFormat, exportFormats, exportKinds } from '#shared/kinds/exports.ts'
import { EncodingSink } from './encoding-sink.ts'
import { ExportRig, exportAll, formatOf, scansOf } from './testing/exported.ts'
import { readCsv, readHdf5, readMat, readNpy, readSigmf, readVcd, readWav } from './testing/read.ts'
import { writers } from './writers.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-export-'))
  file = path.join(folder, 'x')
})
afterEach(() => rmSync(folder, { recursive: true }))

const one = formatOf(['le:s16/16>>0'], 1000)
const scans = (...codes: number[]): Uint8Array => scansOf(one, [codes])
const described = (name = file): Record<string, unknown> =>
  JSON.parse(readFileSync(`${name}.json`, 'utf8')) as Record<string, unknown>

describe('a gap', () => {
  const blocks = [
    [scans(1, 2, 3), 0],
    [scans(4, -5), 7],
    [scans(6), 2],
  ] as const

  it('begins a capture of SigMF, whose index counts what is missing', async () => {
    await exportAll(one, 'sigmf', file, blocks)
    const { captures, columns, global } = readSigmf(file)
    expect(columns).toEqual([[1, 2, 3, 4, -5, 6]])
    const places = captures.map((each) => [each['core:sample_start'], each['core:global_index']])
    expect(places).toEqual([
      [0, 0],
      [3, 10],
      [5, 14],
    ])
    const at = captures.map((each) => Date.parse(String(each['core:datetime'])))
    expect(at.map((ms) => ms - at[0]!)).toEqual([0, 10, 14])
    expect(global['blockscope:lost_samples']).toBe(9)
  })

  it('is in the times of CSV', async () => {
    await exportAll(one, 'csv', file, blocks)
    expect(readCsv(file).times).toEqual([0, 0.001, 0.002, 0.01, 0.011, 0.014])
  })

  it('is a time of unknown levels in VCD', async () => {
    await exportAll(one, 'vcd', file, blocks)
    expect(readVcd(file).changes).toEqual([
      [0, 'x'],
      [0, '1'],
      [3, 'x'],
      [10, '1'],
      [11, '0'],
      [12, 'x'],
      [14, '1'],
      [15, '1'],
    ])
  })

  it('is in a list of MATLAB', async () => {
    await exportAll(one, 'mat', file, blocks)
    expect(readMat(file).gaps).toEqual({ rows: 2, columns: 2, values: [3, 5, 7, 2] })
    expect(readMat(file).samples!.values).toEqual([1, 2, 3, 4, -5, 6])
  })

  it('is in the description beside every other file, and is told by the format that it lacks', async () => {
    for (const as of exportFormats.filter((each) => !exportKinds[each].carriesGaps)) {
      const name = path.join(folder, as)
      expect(await exportAll(one, as, name, blocks)).toMatchObject({ state: { gapFree: false, lostSamples: 9 } })
      expect(described(name)).toMatchObject({
        lostSamples: 9,
        gaps: [
          { atScan: 3, firstMissingSample: 3, lostSamples: 7 },
          { atScan: 5, firstMissingSample: 12, lostSamples: 2 },
        ],
      })
    }
  })

  it('at the end is no capture of its own', async () => {
    const rig = new ExportRig(one)
    const { recorder } = await rig.open({ as: 'sigmf', file })
    recorder.onBlocks([rig.block(scans(1, 2))])
    recorder.onMissing(5)
    await recorder.finish()
    expect(readSigmf(file).captures).toHaveLength(1)
    expect(readSigmf(file).global['blockscope:lost_samples']).toBe(5)
  })
})

describe('a capture that is begun anew', () => {
  async function anew(as: ExportFormat) {
    const rig = new ExportRig(one)
    const { recorder } = await rig.open({ as, file })
    recorder.onBlocks([rig.block(scans(1, 2))])
    recorder.onFormat({ ...one, epoch: 2 })
    rig.runtime.advance(500)
    recorder.onBlocks([rig.block(scans(3), 0, 2)])
    return recorder.finish()
  }

  it('is another capture of SigMF', async () => {
    expect(await anew('sigmf')).toMatchObject({ state: 'finished', scans: 3 })
    const { captures } = readSigmf(file)
    expect(captures.map((each) => each['core:sample_start'])).toEqual([0, 2])
    expect(Date.parse(String(captures[1]!['core:datetime']))).toBeGreaterThan(
      Date.parse(String(captures[0]!['core:datetime'])) + 400,
    )
  })

  it('ends a file that holds one stretch, with the reason and what came before', async () => {
    expect(await anew('npy')).toMatchObject({
      state: 'failed',
      scans: 2,
      problem: 'The capture was stopped and begun anew; NumPy holds one stretch. (EINVAL)',
    })
    expect(readNpy(file).columns).toEqual([[1, 2]])
    expect(described()).toMatchObject({ ended: true, complete: false, segments: [{ atScan: 0 }] })
  })

  it('with another rate ends every file but a raw one', async () => {
    const rig = new ExportRig(one)
    const { recorder } = await rig.open({ as: 'sigmf', file })
    recorder.onBlocks([rig.block(scans(1, 2))])
    recorder.onFormat({ ...one, epoch: 2, samplingFrequencyHz: 2000 })
    recorder.onBlocks([rig.block(scans(3), 0, 2)])
    expect(await recorder.finish()).toMatchObject({
      problem: 'The rate changed to 2000 Hz; SigMF holds one rate. (EINVAL)',
    })
  })
})

describe('a file that is cut', () => {
  it.each(['npy', 'wav', 'mat', 'hdf5'] as const)(
    '%s says what of it is there, and that it is not complete',
    async (as) => {
      const rig = new ExportRig(one)
      const { recorder } = await rig.open({ as, file })
      recorder.onBlocks([rig.block(scans(1, 2, 3, 4))])
      const columns = {
        npy: () => readNpy(file).columns,
        wav: () => readWav(file).columns,
        mat: () => [readMat(file).samples!.values],
        hdf5: async () => (await readHdf5(file)).columns,
      }[as]
      // Once a second the samples go to the disk, and then the head says so.
      await vi.waitFor(async () => {
        rig.runtime.advance(1000)
        expect(await columns()).toEqual([[1, 2, 3, 4]])
      })
      // What comes until then is in the file behind what the head counts.
      const { size } = statSync(file)
      recorder.onBlocks([rig.block(scans(5, 6, 7))])
      await vi.waitFor(() => expect(statSync(file).size).toBe(size + 6))
      expect(await columns()).toEqual([[1, 2, 3, 4]])
      if (as === 'mat') expect(readMat(file).complete!.values).toEqual([0])
      if (as === 'hdf5') expect((await readHdf5(file)).complete).toBe(0)
      await vi.waitFor(() => expect(described()).toMatchObject({ ended: false, complete: false, exportFormat: as }))
      await recorder.finish()
      expect(described()).toMatchObject({ ended: true, complete: true, bytes: readFileSync(file).length })
    },
  )

  it('is readable from its first moment on, without a scan', async () => {
    const rig = new ExportRig(one)
    const { recorder } = await rig.open({ as: 'npy', file })
    expect(readNpy(file)).toEqual({ columns: [[]], scans: 0 })
    expect(described()).toMatchObject({ ended: false, complete: false, scans: 0 })
    await recorder.finish()
  })

  it('has fewer scans than were asked for, and says so', async () => {
    const rig = new ExportRig(one)
    const { recorder } = await rig.open({ as: 'mat', file, scans: 10 })
    recorder.onBlocks([rig.block(scans(1, 2, 3))])
    await recorder.finish()
    expect(readMat(file).complete!.values).toEqual([0])
    expect(described()).toMatchObject({ wantedScans: 10, scans: 3, complete: false })
  })
})

describe('a file that is full', () => {
  it('ends in order, and says how much it holds', async () => {
    const written: number[] = []
    const sink = {
      name: 'x.mat',
      write: (pieces: readonly Uint8Array[]) => {
        written.push(...pieces[0]!)
        return Promise.resolve(pieces[0]!.length)
      },
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }
    const encoder = { ...writers.npy.open({ ...one, deviceName: 'x' }, {}), mostScans: 3 }
    const through = new EncodingSink(sink, encoder, 2)
    const bytes = scans(1, 2, 3, 4)
    expect(await through.write([bytes])).toBe(6)
    await expect(through.write([bytes.subarray(6)])).rejects.toThrow(
      'x.mat is full: a file of this format holds 3 scans.',
    )
  })

  it('is told as a full disk is', async () => {
    const rig = new ExportRig(one)
    const { recorder } = await rig.open({ as: 'csv', file: '/dev/full' })
    recorder.onBlocks([rig.block(scans(1, 2, 3))])
    expect(await recorder.finish()).toMatchObject({ state: 'failed', problem: expect.stringMatching(/ENOSPC/) })
    expect(rig.held).toBe(0)
  })
})

describe('a file that is there', () => {
  it.each(exportFormats)('is not replaced by %s unless that is asked for', async (as) => {
    const name = as === 'sigmf' ? `${file}.sigmf-data` : file
    writeFileSync(name, 'precious')
    await expect(exportAll(one, as, file, [])).rejects.toMatchObject({ errno: 'EEXIST' })
    expect(readFileSync(name, 'utf8')).toBe('precious')
    expect(readdirSync(folder)).toEqual([path.basename(name)])
    const rig = new ExportRig(one)
    const { recorder } = await rig.open({ as, file, overwrite: true })
    recorder.onBlocks([rig.block(scans(1, 2))])
    expect(await recorder.finish()).toMatchObject({ state: 'finished', scans: 2 })
    expect(readFileSync(name, 'latin1')).not.toContain('precious')
  })

  it.each(exportFormats)('is left alone while another export writes it as %s', async (as) => {
    const rig = new ExportRig(one)
    const first = await rig.open({ as, file })
    await expect(rig.open({ as, file, overwrite: true })).rejects.toMatchObject({ errno: 'EBUSY' })
    await first.recorder.finish()
    const second = await rig.open({ as, file, overwrite: true })
    await second.recorder.finish()
  })

  it('as a meta file of SigMF keeps both from being made', async () => {
    writeFileSync(`${file}.sigmf-meta`, '{}')
    await expect(exportAll(one, 'sigmf', `${file}.sigmf`, [])).rejects.toMatchObject({ errno: 'EEXIST' })
    expect(existsSync(`${file}.sigmf-data`)).toBe(false)
  })

  it('is not made where it cannot be', async () => {
    await expect(exportAll(one, 'csv', path.join(folder, 'none/x'), [])).rejects.toMatchObject({ errno: 'ENOENT' })
    await expect(exportAll(one, 'csv', folder, [])).rejects.toMatchObject({ errno: 'EISDIR' })
    await expect(exportAll(one, 'npy', '/dev/null', [])).rejects.toThrow(
      'NumPy goes into files only, not to /dev/null.',
    )
    expect(await exportAll(one, 'wav', '/dev/null', [[scans(1), 0]])).toMatchObject({ state: { state: 'finished' } })
  })
})
