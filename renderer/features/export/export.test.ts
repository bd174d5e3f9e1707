// What is on the screen, as a table and as a picture.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { encodeAcquired } from '#shared/frame/acquired.ts'
import { encodeLimited, type FrameSection, sectionKind } from '#shared/frame/sections.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { momentInName } from '../../link/save-file.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useTraceFigures } from '../../state/use-trace-figures.ts'
import { envelopeFrame, rawFrame } from '../../testing/frames.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { showFrame } from '../../testing/shown-frame.ts'
import { exportRecord } from './export-record.ts'
import { recordCsv } from './record-csv.ts'
import { saveSvg, svgText, takePicture } from './trace-picture.ts'

const trace = { index: 0, name: 'CH1', unit: 'V', valueOf: (code: number): number => code / 1000 }
const view = { secondsPerDiv: 1, positionSeconds: 0, columns: 100, atSample: null }
const cellsOf = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))

afterEach(() => vi.restoreAllMocks())

describe('the record as a table', () => {
  it('has each sample in the window of the screen, at its time from the trigger', () => {
    const random = seeded(7)
    const codes = Array.from({ length: 20 }, () => Math.round((random() - 0.5) * 60_000))
    const frame = rawFrame(codes, { triggerSample: 110.25, firstSample: 100, samplingFrequencyHz: 1 })
    const [head, ...rows] = cellsOf(recordCsv(frame, view, [trace]))
    expect(head).toEqual(['Time (s)', 'CH1 (V)'])
    // Five divisions on either side of the trigger: samples 106 to 115 of 100 to 119.
    const inside = codes.map((code, k) => [100 + k - 110.25, code / 1000]).filter(([at]) => Math.abs(at!) <= 5)
    expect(inside).toHaveLength(10)
    expect(rows.map((row) => row.map(Number))).toEqual(inside)
  })

  it('says below which limit its samples are', () => {
    const frame = rawFrame([1, 2], { triggerSample: 0 })
    const limited = { kind: sectionKind.limited, channel: 0, data: encodeLimited({ hz: 20e6, share: 1 }) }
    const [head] = cellsOf(recordCsv({ ...frame, sections: [...frame.sections, limited] }, view, [trace]))
    expect(head).toEqual(['Time (s)', 'CH1 below 20 MHz (V)'])
  })

  it('has no value where samples are missing', () => {
    const frame = rawFrame([1, 2, 3, 4], { triggerSample: 0, gaps: [{ first: 1, count: 2 }] })
    expect(
      cellsOf(recordCsv(frame, view, [trace]))
        .slice(1)
        .map((row) => row[1]),
    ).toEqual(['0.001', '', '', '0.004'])
  })

  it('has lowest and highest of each column at its middle, and nothing of an empty one', () => {
    const frame = envelopeFrame(
      [
        [-5, 7],
        [32767, -32768],
        [1, 1],
      ],
      { scansPerPoint: 2, triggerSample: 1 },
    )
    expect(cellsOf(recordCsv(frame, view, [trace]))).toEqual([
      ['Time (s)', 'CH1 min (V)', 'CH1 max (V)'],
      ['0.00000000000', '-0.005', '0.007'],
      ['2.00000000000', '', ''],
      ['4.00000000000', '0.001', '0.001'],
    ])
  })

  it('has what an acquisition mode draws, and the math trace at its own times beside it', () => {
    const frame = rawFrame([1, 2, 3], { triggerSample: 0 })
    const acquired = { mode: 'average', state: 'drawn', records: 2, wanted: 2, bitsGained: 1, share: 1 } as const
    const sections: FrameSection[] = [
      ...frame.sections,
      {
        kind: sectionKind.acquisition,
        channel: 0,
        data: encodeAcquired({ ...acquired, first: 0.5, step: 1, points: 2 }),
      },
      { kind: sectionKind.acquired, channel: 0, data: new Uint8Array(Float32Array.of(1.5, Number.NaN).buffer) },
      { kind: sectionKind.samples, channel: 16, data: new Uint8Array(Int16Array.of(7, 8, 9).buffer) },
    ]
    const math = { ...trace, index: 16, name: 'Math', unit: 'W' }
    expect(cellsOf(recordCsv({ ...frame, sections }, view, [trace, math])).map((row) => row.slice(1))).toEqual([
      ['CH1 average (V)', 'Math (W)'],
      ['', '0.007'],
      ['0.0015', ''],
      ['', '0.008'],
      ['', ''],
      ['', '0.009'],
    ])
  })
})

describe('what is taken from the screen', () => {
  const saved = () => {
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
    return vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  }
  const nameOf = (clicked: ReturnType<typeof saved>): string | undefined =>
    (clicked.mock.contexts[0] as HTMLAnchorElement | undefined)?.download

  it('is the frame that was drawn, under a name of its time; without one it is said', async () => {
    await mountWithFake({ template: '<div />' }, {}, 'operator', false)
    const clicked = saved()
    const instrument = useInstrument()
    exportRecord()
    expect([clicked.mock.calls.length, instrument.problems.at(-1)?.message]).toEqual([
      0,
      'There is no record on the screen to export.',
    ])
    showFrame(rawFrame([1, 2]))
    instrument.feed.take()
    exportRecord()
    expect(nameOf(clicked)).toMatch(/^record \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.csv$/)
    expect(instrument.problems.at(-1)?.message).toContain('was exported as record')
    expect(momentInName(new Date(2026, 0, 2, 3, 4, 5))).toBe('2026-01-02 03.04.05')
  })

  it('a picture that the clipboard refuses is a file, and either is said', async () => {
    await mountWithFake({ template: '<div />' }, {}, 'operator', false)
    const clicked = saved()
    const messages = (): string | undefined => useInstrument().problems.at(-1)?.message
    await takePicture()
    expect(messages()).toBe('There is no trace to take a picture of.')
    useTraceFigures().paint = () => document.createElement('canvas')
    vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((take) => take(new Blob(['png'])))
    const write = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('refused')))
    vi.stubGlobal('ClipboardItem', class {})
    vi.stubGlobal('navigator', { clipboard: { write } })
    await takePicture()
    expect(nameOf(clicked)).toMatch(/^trace .*\.png$/)
    expect(messages()).toContain('The clipboard takes no picture here: it was saved as trace')
    write.mockResolvedValue()
    await takePicture()
    expect([clicked.mock.calls.length, messages()]).toEqual([1, 'A picture of the trace is in the clipboard.'])
    vi.unstubAllGlobals()
  })

  it('a drawing has the lines and the texts that are painted, and the scales below them', async () => {
    await mountWithFake({ template: '<div />' }, {}, 'operator', false)
    const clicked = saved()
    saveSvg()
    expect(useInstrument().problems.at(-1)?.message).toBe('There is no trace to take a picture of.')
    const figures = useTraceFigures()
    figures.paintOn = (context, newPath) => {
      const line = newPath()
      line.moveTo(0, 10)
      line.lineTo(100, 20)
      context.strokeStyle = '#ffd447'
      context.stroke(line)
      return { width: 100, height: 50 }
    }
    figures.paintOver = (context) => context.fillText('cursor', 5, 5)
    const text = svgText(new Date(2026, 0, 2, 3, 4, 5))!
    expect(text).toContain('<path d="M0 10L100 20" fill="none" stroke="#ffd447"')
    expect(text).toContain('viewBox="0 0 100 74"')
    const words = [...text.matchAll(/<text[^>]*>([^<]*)</g)].map(([, word]) => word)
    expect(words[0]).toBe('cursor')
    expect(words[1]).toMatch(/\/div$/)
    expect(words.at(-1)).toBe('2026-01-02 03:04:05')
    saveSvg()
    expect(nameOf(clicked)).toMatch(/^trace .*\.svg$/)
  })
})
