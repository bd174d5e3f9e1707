// The tools that the files are for open them: NumPy, SciPy, sox, sigrok. Each is asked where it is installed.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ExportRig, exportAll, exportSegments, formatOf, scansOf } from './testing/exported.ts'

const has = (program: string, ...words: string[]): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0
const tools = {
  numpy: has('python3', '-c', 'import numpy'),
  scipy: has('python3', '-c', 'import scipy.io'),
  sox: has('sox', '--version'),
  sigrok: has('sigrok-cli', '--version'),
  octave: has('octave-cli', '--version'),
  h5dump: has('h5dump', '--version'),
  h5py: has('python3', '-c', 'import h5py'),
  pyarrow: has('python3', '-c', 'import pyarrow.parquet'),
}
const missing = Object.entries(tools).flatMap(([name, isThere]) => (isThere ? [] : [name]))
if (missing.length > 0)
  process.stderr.write(
    `\nSKIPPED: exported files are not opened by ${missing.join(', ')}, which are not installed here.\n`,
  )

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-tools-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const format = formatOf(['le:s16/16>>0', 'le:s16/16>>0'], 250_000)
const samples = [
  Array.from({ length: 5001 }, (_, k) => ((k * 40_503) % 65_536) - 32_768),
  Array.from({ length: 5001 }, (_, k) => Math.round(30_000 * Math.sin(k / 50))),
]

let files = 0

async function exported(as: Parameters<typeof exportAll>[1]): Promise<string> {
  const file = path.join(folder, `${files++}.${as.split(',')[0]}`)
  const bytes = scansOf(format, samples)
  await exportAll(format, as, file, [
    [bytes.subarray(0, 8000), 0],
    [bytes.subarray(8000), 3],
  ])
  return file
}

/** On a machine that is busy. */
const patience = { timeout: 20_000 }

/** What is left when the program is killed: more in the file than its head counts. */
async function cutOff(as: 'mat' | 'hdf5'): Promise<string> {
  const file = path.join(folder, `${files++}.${as}`)
  const rig = new ExportRig(format)
  const { recorder } = await rig.open({ as, file })
  const bytes = scansOf(format, samples)
  recorder.onBlocks([rig.block(bytes.subarray(0, 8000))])
  await vi.waitFor(() => {
    rig.runtime.advance(1000)
    expect(JSON.parse(readFileSync(`${file}.json`, 'utf8'))).toMatchObject({ scans: 2000 })
  }, patience)
  recorder.onBlocks([rig.block(bytes.subarray(8000))])
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(bytes.length), patience)
  const copy = `${file}.copy`
  copyFileSync(file, copy)
  await recorder.finish()
  return copy
}

const run = (program: string, ...words: string[]): string =>
  execFileSync(program, words, { encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'pipe'] })

describe('an exported file', () => {
  it.skipIf(!tools.numpy)('is an array of NumPy', async () => {
    const script = 'import numpy,sys,json; a=numpy.load(sys.argv[1]); print(json.dumps([str(a.dtype),a.T.tolist()]))'
    expect(JSON.parse(run('python3', '-c', script, await exported('npy')))).toEqual(['int16', samples])
  })

  it.skipIf(!tools.numpy)('is read from its SigMF description by NumPy', async () => {
    const file = (await exported('sigmf')).replace(/\.sigmf$/, '')
    const script = `import numpy,sys,json; g=json.load(open(sys.argv[1]+'.sigmf-meta'))['global']
assert g['core:datatype']=='ri16_le'
print(json.dumps(numpy.fromfile(sys.argv[1]+'.sigmf-data','<i2').reshape(-1,g['core:num_channels']).T.tolist()))`
    expect(JSON.parse(run('python3', '-c', script, file))).toEqual(samples)
  })

  it.skipIf(!tools.scipy)('is read by SciPy, with rate, names, scale and gaps', async () => {
    const script = `import scipy.io,sys,json; m=scipy.io.loadmat(sys.argv[1])
print(json.dumps([m['samples'].tolist(),m['samplingFrequency'][0][0],[str(c) for c in m['channels']],m['scale'].tolist(),m['offset'].tolist(),m['gaps'].tolist(),m['complete'].tolist()]))`
    const read = JSON.parse(run('python3', '-c', script, await exported('mat'))) as unknown
    expect(read).toEqual([samples, 250_000, ['voltage0', 'voltage1'], [[0.0005, 0.001]], [[0, -3]], [[2000, 3]], [[1]]])
  })

  it.skipIf(!tools.octave)('is read by Octave', async () => {
    const script = `m=load('${await exported('mat')}'); printf('%d %d %s %d', columns(m.samples), m.samplingFrequency, m.channels(2,:), m.samples(1,5001))`
    expect(run('octave-cli', '--eval', script)).toBe(`5001 250000 voltage1 ${samples[0]!.at(-1)}`)
  })

  it.skipIf(!tools.scipy)('is read by SciPy when it was cut off, up to what its head counts', async () => {
    const script = `import scipy.io,sys,json; m=scipy.io.loadmat(sys.argv[1])
print(json.dumps([m['samples'].tolist(),m['complete'].tolist()]))`
    const first = samples.map((codes) => codes.slice(0, 2000))
    expect(JSON.parse(run('python3', '-c', script, await cutOff('mat')))).toEqual([first, [[0]]])
  })

  it.skipIf(!tools.octave)('is read by Octave when it was cut off', async () => {
    const script = `m=load('-mat','${await cutOff('mat')}'); printf('%d %d', columns(m.samples), m.samples(1,2000))`
    expect(run('octave-cli', '--eval', script)).toBe(`2000 ${samples[0]![1999]}`)
  })

  it.skipIf(!tools.h5py)('is read by h5py when it was cut off', async () => {
    const script = 'import h5py,sys; print(h5py.File(sys.argv[1])["samples"].shape[0])'
    expect(run('python3', '-c', script, await cutOff('hdf5')).trim()).toBe('2000')
  })

  it.skipIf(!tools.h5dump)('is dumped by h5dump', async () => {
    const text = run('h5dump', await exported('hdf5'))
    const data = (name: string): number[] => {
      const [, body = ''] = text.split(`DATASET "${name}" {`)[1]!.split('DATA {\n')
      return [...body.split('}')[0]!.matchAll(/^\s*\(\d+,\d+\): (.*?),?$/gm)].flatMap(([, row]) =>
        row!.split(', ').map(Number),
      )
    }
    expect(data('samples')).toEqual(samples[0]!.flatMap((code, k) => [code, samples[1]![k]!]))
    expect(data('gaps')).toEqual([2000, 3])
  })

  it.skipIf(!tools.h5py)('is read by h5py', async () => {
    const script = `import h5py,sys,json; f=h5py.File(sys.argv[1]); s=f['samples']
print(json.dumps([s[:].T.tolist(),float(s.attrs['sampling_frequency']),[c.decode() if isinstance(c,bytes) else c for c in s.attrs['channels']],f['gaps'][:].tolist()]))`
    const read = JSON.parse(run('python3', '-c', script, await exported('hdf5'))) as unknown
    expect(read).toEqual([samples, 250_000, ['voltage0', 'voltage1'], [[2000, 3]]])
  })

  it.skipIf(!tools.pyarrow)('is read by pyarrow', async () => {
    const script = `import pyarrow.parquet as p,sys,json; t=p.read_table(sys.argv[1])
print(json.dumps([[t[c].to_pylist() for c in t.column_names],t.column_names,json.loads(t.schema.metadata[b'blockscope'])['gaps']]))`
    const read = JSON.parse(run('python3', '-c', script, await exported('parquet'))) as unknown
    expect(read).toEqual([samples, ['voltage0', 'voltage1'], [{ atScan: 2000, lostSamples: 3 }]])
  })

  it.skipIf(!tools.pyarrow)('has a row for each waveform that pyarrow reads', async () => {
    const one = formatOf(['le:s16/16>>0'], 1000)
    const file = path.join(folder, 'waveforms.parquet')
    const made = [
      [1, -2],
      [3, 5],
    ].map((codes, k) => ({
      ...{ firstSample: 10 * k, trigger: 10 * k + 0.5, bytes: scansOf(one, [codes]) },
    }))
    await exportSegments(one, 'parquet,rows=waveforms', file, made)
    const script = `import pyarrow.parquet as p,sys,json; t=p.read_table(sys.argv[1])
print(json.dumps([t[c].to_pylist() for c in ['segment','triggerSample','voltage0_max','voltage0']]))`
    expect(JSON.parse(run('python3', '-c', script, file))).toEqual([
      [1, 2],
      [0.5, 10.5],
      [0.0005, 0.0025],
      [
        [1, -2],
        [3, 5],
      ],
    ])
  })

  it.skipIf(!tools.sox)('is sound to sox', async () => {
    const file = await exported('wav')
    expect(run('sox', '--info', '-r', file).trim()).toBe('250000')
    expect(run('sox', '--info', '-c', file).trim()).toBe('2')
    const raw = execFileSync('sox', [file, '-t', 'raw', '-'], { maxBuffer: 64 << 20 })
    expect(new Uint8Array(raw)).toEqual(scansOf(format, samples))
  })

  it.skipIf(!tools.sigrok)('is a session of sigrok, with names, rate and values', async () => {
    const file = await exported('sr')
    const about = run('sigrok-cli', '-i', file, '--show')
    expect(about).toMatch(/Samplerate: 250000\n.*Channels: 2\n- voltage0: analog\n- voltage1: analog\n.*: 5001/s)
    const [, , ...lines] = run('sigrok-cli', '-i', file, '-O', 'csv:header=false:label=off:dedup=false')
      .trim()
      .split('\n')
    const rows = lines.filter((line) => /^[-0-9.]+,[-0-9.]+$/.test(line)).map((line) => line.split(',').map(Number))
    const first = samples[0]!.length - rows.length
    expect(rows.length).toBeGreaterThan(4990)
    for (const [k, [a, b]] of rows.entries()) {
      expect(a! / 0.0005).toBeCloseTo(samples[0]![first + k]!, 0)
      expect(b! / 0.001 + 3).toBeCloseTo(samples[1]![first + k]!, 0)
    }
  })

  it.skipIf(!tools.sigrok)('has the levels in VCD that sigrok sees', async () => {
    const about = run('sigrok-cli', '-I', 'vcd', '-i', await exported('vcd,level=1V'), '--show')
    expect(about).toMatch(/Channels: 2\n- voltage0: logic\n- voltage1: logic/)
  })
})
