// Large files become the source while the capture runs: nothing waits for them, and one can change one's mind. That nothing
// is lost meanwhile only a machine that is free can say: main/bench/instrument/file-load.slow.ts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { InstrumentState } from '#shared/contract/topics.ts'
import { ErrnoError } from '#shared/errors.ts'
import { createInstrument } from './create.ts'
import type { Instrument } from './instrument.ts'
import { wavOf } from './testing/wav.ts'

let folder = ''
let instrument: Instrument

/** Bytes of a large file: reading it takes long enough for all that is asked meanwhile. */
const largeBytes = 96 << 20
const large = { csv: '', wav: '', raw: '' }

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-files-'))
  const rows = Buffer.from(
    Array.from({ length: 4000 }, (_, i) => `${(i * 1e-7).toFixed(9)},${(0.7 * Math.sin(i / 50)).toFixed(8)}\n`).join(
      '',
    ),
  )
  const text = Buffer.concat(Array.from({ length: Math.ceil(largeBytes / rows.length) }, () => rows))
  const codes = Int16Array.from({ length: largeBytes / 2 }, (_, i) => (i * 40503) >> 4)
  for (const [kind, content] of [
    ['csv', Buffer.concat([Buffer.from('Time (s),CH1 (V)\n'), text])],
    ['raw', Buffer.from(codes.buffer)],
    ['wav', wavOf(codes.subarray(0, codes.length - 64), 1, 10_000_000)],
  ] as const) {
    large[kind] = path.join(folder, `large.${kind}`)
    writeFileSync(large[kind], content)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => instrument.close())

async function capture(): Promise<void> {
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: folder,
    historyBytes: 32 << 20,
    historySeconds: 0.1,
    heapBytes: 2 ** 30,
    set: [
      { path: 'sampling_frequency', value: '10000000' },
      { path: 'voltage1/en', value: '1' },
    ],
  })
}

const first = (state: InstrumentState): ChannelState => state.channels[0]!
const choose = (source: string, channel = 0): Promise<{ readonly value: string }> =>
  Promise.resolve(
    instrument.handlers.writeAttribute({ device: 'iio:device0', path: `voltage${channel}/source`, value: source }),
  )

/** Why a choice was given up; empty when it was not. */
const refusal = (choice: Promise<unknown>): Promise<string> =>
  choice.then(
    () => '',
    (thrown: unknown) => (thrown instanceof ErrnoError ? `${thrown.errno}: ${thrown.message}` : String(thrown)),
  )

/** Resolves when the first channel's file is being read. */
async function reading(): Promise<void> {
  while (first(instrument.state()).loading === null) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe('a large file, chosen while the capture runs', () => {
  it('shows how far it is read, and is played', async () => {
    await capture()
    const shown: number[] = []
    instrument.board.onChange.on(() => {
      const load = first(instrument.board.state).loading
      if (load?.phase === 'reading') shown.push(load.doneBytes / load.totalBytes)
    })
    for (const file of [large.csv, large.wav, large.raw]) {
      const { value } = await choose(`file:${file}`)
      const name = path.basename(file)
      expect(value).toBe(`file:${name}`)
      expect(first(instrument.state())).toMatchObject({ source: value, loading: null, file: { path: name } })
    }
    expect(first(instrument.state()).file).toMatchObject({ format: 'raw', samples: largeBytes / 2 })
    expect(shown.some((share) => share > 0 && share < 1)).toBe(true)
    expect(shown.every((share) => share >= 0 && share <= 1)).toBe(true)
    // A machine that is busy may stand still, which is a seam of its own.
    const seams = instrument.state().seams.filter((seam) => seam.subject !== 'clock')
    expect(seams.map((seam) => seam.subject)).toEqual(['source', 'source', 'source'])
    const attribute = await instrument.handlers.readAttribute({ device: 'iio:device0', path: 'voltage0/source_file' })
    expect(attribute.value).toMatch(/^raw, s16; samples 50331648 in 96 MiB$/)
  })

  it('holds nothing up: settings, stop and run answer while it is read', async () => {
    await capture()
    const order: string[] = []
    const loaded = choose(`file:${large.csv}`).then(() => order.push('loaded'))
    await reading()
    const { handlers } = instrument
    await handlers.writeAttribute({ device: 'iio:device0', path: 'voltage1/source_amplitude', value: '0.3' })
    order.push('amplitude')
    await handlers.setBuffer({ blockCount: 64 })
    order.push('buffer')
    await handlers.stop()
    order.push('stopped')
    await handlers.run()
    order.push('running')
    await loaded
    // Nobody waited for the file: on a busy machine it may be there before the last of them.
    expect(order.filter((step) => step !== 'loaded')).toEqual(['amplitude', 'buffer', 'stopped', 'running'])
    expect(order[0]).toBe('amplitude')
    expect(first(instrument.state()).file).toMatchObject({
      format: 'csv',
      text: { column: { number: 2 } },
      rateHz: 10_000_000,
    })
  })

  it('is given up at once when it is cancelled, and the source stays', async () => {
    await capture()
    const { heap } = instrument.parts.stack
    const before = heap.allocatedAtEndBytes
    const loaded = refusal(choose(`file:${large.csv}`))
    await reading()
    await instrument.handlers.cancelLoad({ channel: 'voltage0' })
    expect(first(instrument.state())).toMatchObject({ source: 'sine', loading: null, file: null })
    expect(await loaded).toMatch(/^ECANCELED: .*it was cancelled\.$/)
    while (heap.allocatedAtEndBytes > before) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(first(instrument.state()).source).toBe('sine')
    await expect(async () => instrument.handlers.cancelLoad({ channel: 'voltage9' })).rejects.toMatchObject({
      errno: 'EINVAL',
    })
    await instrument.handlers.cancelLoad({ channel: 'voltage0' })
  })

  it('makes way for another choice of the same channel', async () => {
    await capture()
    const one = refusal(choose(`file:${large.csv}`))
    await reading()
    const two = choose(`file:${large.raw}`)
    expect(await one).toMatch(/^ECANCELED: .*another source was chosen/)
    await two
    expect(first(instrument.state())).toMatchObject({ file: { format: 'raw' } })
    const three = refusal(choose(`file:${large.csv}`))
    await reading()
    await choose('square')
    expect(await three).toMatch(/^ECANCELED/)
    expect(first(instrument.state())).toMatchObject({ source: 'square', file: null, loading: null })
  })

  it('is given up when the instrument closes, or its device goes away', async () => {
    await capture()
    const gone = refusal(choose(`file:${large.csv}`))
    await reading()
    await instrument.parts.stack.unplug()
    expect(await gone).toMatch(/^ECANCELED/)
    await instrument.parts.stack.replug()
    const closing = refusal(choose(`file:${large.csv}`))
    await reading()
    await instrument.close()
    expect(await closing).toMatch(/^ECANCELED/)
  })

  it('is refused with a sentence, and nothing changes', async () => {
    await capture()
    const wrong = path.join(folder, 'wrong.csv')
    writeFileSync(wrong, '0.5\nhalf\n')
    await expect(choose(`file:${wrong}`)).rejects.toMatchObject({
      errno: 'EINVAL',
      message: expect.stringMatching(/^Line 2 of .*wrong\.csv: 'half' is not a number\.$/),
    })
    await expect(choose('file:/x.csv?colum=2')).rejects.toMatchObject({
      errno: 'EINVAL',
      message: expect.stringMatching(/'colum' is no option/),
    })
    expect(first(instrument.state())).toMatchObject({ source: 'sine', loading: null, file: null })
    expect(instrument.state().seams).toEqual([])
  })

  it('can be named in the ways paths are pasted', async () => {
    await capture()
    const odd = path.join(folder, 'my file?.csv')
    writeFileSync(odd, 'Time;U (mV)\n0;100\n1;200\n2;300\n')
    for (const text of [
      `file:'${odd}'?column=2`,
      `file:file://${odd.replace(' ', '%20').replace('?', '%3F')}?column=2`,
      `  file:${odd.replaceAll(' ', '\\ ').replace('?', '\\?')}?column=U%20(mV)\n`,
    ]) {
      await choose(text)
      expect(first(instrument.state()).file).toMatchObject({
        path: path.basename(odd),
        samples: 3,
        text: { column: { number: 2 } },
      })
    }
  })
})
