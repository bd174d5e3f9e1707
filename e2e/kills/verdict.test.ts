// The verdict on a recording finds each thing that could be false of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Trial } from './faults.ts'
import { behindMs, complaintsAbout, type Description } from './verdict.ts'

const period = 65_521
const first = 70_000
const lost = 1000
const lostAt = 30_000
const scans = 200_000

const told: Description = {
  samplingFrequencyHz: 1e6,
  bytesPerScan: 2,
  channels: [{ id: 'voltage0', scanType: 'le:s16/16>>0' }],
  startUnixMs: 1000,
  scans,
  ended: true,
  complete: true,
  problem: null,
  gapFree: false,
  lostSamples: lost,
  slippedMs: 0,
  segments: [{ atScan: 0, firstSample: first }],
  gaps: [{ atScan: lostAt, lostSamples: lost }],
}
const trial: Trial = { fault: 'stop', front: 'headless', samplingFrequencyHz: 1e6, atBytes: 0 }

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-verdict-'))
  file = path.join(folder, 'x.raw')
  const sample = (scan: number): number => (first + scan + (scan < lostAt ? 0 : lost)) % period
  writeFileSync(
    file,
    Int16Array.from({ length: scans }, (_, scan) => sample(scan) - 32_768),
  )
})
afterEach(() => rmSync(folder, { recursive: true }))

function verdict(over: Partial<Description> = {}, of: Partial<Trial> = {}, bytesBefore = 0): string[] {
  writeFileSync(`${file}.json`, JSON.stringify({ ...told, ...over }))
  return complaintsAbout(file, { ...trial, ...of }, bytesBefore)
}

describe('the verdict on a recording', () => {
  it('has nothing against a true one', () => {
    expect(verdict()).toEqual([])
    expect(behindMs(file, 1000 + 201 + 50)).toBeCloseTo(50)
  })

  it.each([
    ['a rate', { samplingFrequencyHz: 0 }],
    ['channels', { channels: [] }],
    ['bytes per scan', { bytesPerScan: 4 }],
    ['scans that are not there', { scans: scans + 1 }],
    ['scans that are not counted', { scans: scans - 1 }],
    ['gap-free with a gap', { gapFree: true }],
    ['a gap that is not told', { gaps: [], lostSamples: 0 }],
    ['a gap of another length', { gaps: [{ atScan: lostAt, lostSamples: lost - 1 }], lostSamples: lost - 1 }],
    ['a gap elsewhere', { gaps: [{ atScan: lostAt + 1, lostSamples: lost }] }],
    ['a sum that is none', { lostSamples: lost + 1 }],
    ['another first sample', { segments: [{ atScan: 0, firstSample: first + 1 }] }],
    ['an end that has not come', { ended: false }],
    ['less than all', { complete: false }],
  ] as const)('finds %s', (_what, over) => expect(verdict(over).length).toBeGreaterThan(0))

  it('finds bytes that are gone, and what a fault must leave', () => {
    expect(verdict({}, {}, scans * 2 + 1)).toHaveLength(1)
    expect(verdict({}, { fault: 'kill' })).toHaveLength(2)
    expect(verdict({ ended: false, complete: false, gapFree: false }, { fault: 'kill' })).toEqual([])
    expect(verdict({ complete: false }, { fault: 'disk' })).toHaveLength(1)
    expect(verdict({ complete: false, problem: 'No space is left.' }, { fault: 'disk' })).toEqual([])
    expect(verdict({ complete: false }, { fault: 'thread' })).toHaveLength(1)
    expect(verdict({ complete: false, problem: 'The hardware failed.' }, { fault: 'thread' })).toEqual([])
  })
})
