import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AnalysedFormat } from '../stream/format.ts'
import type { PassPart } from '../stream/pass-part.ts'
import { tileBytes } from '../stream/tile.ts'
import { BlockPass } from './block-pass.ts'

const format: AnalysedFormat = { epoch: 1, samplingFrequencyHz: 1e6, scanIndexes: [0, 3] }
const bytesPerScan = 4

/** A part that writes down what it is told. */
class Diary implements PassPart {
  readonly leftOut: PassPart['leftOut']
  readonly #name: string
  readonly #lines: string[]
  oldestRead = Number.POSITIVE_INFINITY
  readonly seen: { address: number; sample: number; scans: number }[] = []

  constructor(name: string, lines: string[], leftOut: PassPart['leftOut']) {
    this.#name = name
    this.#lines = lines
    this.leftOut = leftOut
  }

  begin = () => this.#note('begin')
  restart = (sample: number) => this.#note(`restart ${sample}`)
  take: PassPart['take'] = (tile) => {
    this.seen.push({ ...tile })
    this.#note(`take ${tile.sample}+${tile.scans}`)
  }
  finish = (end: number) => this.#note(`finish ${end}`)
  takeOldestRead = () => this.oldestRead
  retract = (sample: number) => this.#note(`retract ${sample}`)
  passed = () => this.#note('passed')
  seam = () => this.#note('seam')

  #note(what: string): void {
    this.#lines.push(`${this.#name} ${what}`)
  }
}

let lines: string[] = []
let steady: Diary
let late: Diary
let pass: BlockPass

beforeEach(() => {
  lines = []
  steady = new Diary('A', lines, 'never')
  late = new Diary('B', lines, 'last')
  pass = new BlockPass([steady, late])
  pass.begin(format)
  lines.length = 0
})

describe('BlockPass', () => {
  it('gives each tile to all parts, in their order, before the next one', () => {
    const tile = tileBytes / bytesPerScan
    pass.take(4096, 0, tile + 10, 'nothing')
    const [first, rest] = [`take 0+${tile}`, `take ${tile}+10`]
    const both = (line: string): string[] => [`A ${line}`, `B ${line}`]
    expect(lines).toEqual([both('restart 0'), both(first), both(rest), both(`finish ${tile + 10}`)].flat())
    expect(late.seen[1]!.address).toBe(4096 + tile * bytesPerScan)
    expect(pass.end).toBe(tile + 10)
  })

  it('cuts any stretch into whole columns but at its ends, and leaves no sample out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 60_000 }), (sample, scans) => {
        const part = new Diary('A', [], 'never')
        const one = new BlockPass([part])
        one.begin(format)
        one.take(0, sample, scans, 'nothing')
        let next = sample
        for (const tile of part.seen) {
          expect(tile.sample).toBe(next)
          expect(tile.address).toBe((next - sample) * bytesPerScan)
          expect(tile.scans * bytesPerScan).toBeLessThanOrEqual(tileBytes)
          next += tile.scans
          if (next < sample + scans) expect(next % 256).toBe(0)
        }
        expect(next).toBe(sample + scans)
      }),
    )
  })

  it('restarts parts behind a gap only', () => {
    pass.take(0, 0, 256, 'nothing')
    lines.length = 0
    pass.take(0, 256, 256, 'nothing')
    expect(lines.some((line) => line.includes('restart'))).toBe(false)
    pass.take(0, 600, 256, 'nothing')
    expect(lines).toContain('A restart 600')
    expect(lines).toContain('B restart 600')
  })

  it('leaves out what may be left out while the thread is late, and restarts it afterwards', () => {
    pass.take(0, 0, 256, 'nothing')
    lines.length = 0
    pass.take(0, 256, 256, 'all')
    expect(lines).toEqual(['A take 256+256', 'A finish 512'])
    lines.length = 0
    pass.take(0, 512, 256, 'nothing')
    expect(lines).toEqual(['B restart 512', 'A take 512+256', 'B take 512+256', 'A finish 768', 'B finish 768'])
  })

  it('leaves pictures out before it leaves the search out', () => {
    const picture = new Diary('C', lines, 'first')
    pass = new BlockPass([steady, late, picture])
    pass.begin(format)
    pass.take(0, 0, 256, 'nothing')
    lines.length = 0
    pass.take(0, 256, 256, 'pictures')
    expect(lines).toEqual(['A take 256+256', 'B take 256+256', 'A finish 512', 'B finish 512'])
    pass.take(0, 512, 256, 'all')
    lines.length = 0
    pass.take(0, 768, 256, 'pictures')
    expect(lines[0]).toBe('B restart 768')
    lines.length = 0
    pass.take(0, 1024, 256, 'nothing')
    expect(lines[0]).toBe('C restart 1024')
    expect(lines).not.toContain('B restart 1024')
  })

  it('retracts a stretch in all parts, and begins what may be left out anew behind it', () => {
    pass.take(0, 0, 256, 'nothing')
    pass.retract(0)
    lines.length = 0
    pass.take(0, 256, 256, 'nothing')
    expect(lines[0]).toBe('B restart 256')
    expect(lines).not.toContain('A restart 256')
  })

  it('retracts a part that read what was given back in another block, and no other', () => {
    pass.take(0, 1000, 256, 'nothing')
    lines.length = 0
    late.oldestRead = 400
    pass.check(400, 1000)
    expect(lines).toEqual([])
    pass.check(401, 1000)
    expect(lines).toEqual(['B retract 1000'])
  })
})
