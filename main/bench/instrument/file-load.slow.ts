// Files become the source while 2 x 100 MS/s are captured: nothing is lost. Alone, because it wants both cores of a small
// machine. With files of 200 MB, and figures: npm run bench -- load.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Instrument } from '#main/instrument/index.ts'
import { loadKinds, loadWhileCapturing, openCapture, writeLargeFile } from './file-load.ts'

const bytes = 64e6

describe('while 2 x 100 MS/s are captured', () => {
  let folder = ''
  let instrument: Instrument
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'blockscope-load-'))
    instrument = await openCapture()
  })
  afterAll(async () => {
    await instrument.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(loadKinds)('a large %s file becomes the source, is told how far it is, and nothing is lost', async (kind) => {
    const file = writeLargeFile(folder, kind, bytes)
    const seen = await loadWhileCapturing(instrument, file)
    expect(seen.lostSamples).toBe(0)
    expect(seen.scansPerSecond).toBeGreaterThan(0)
    // The others are read faster than viewers are told.
    if (kind === 'csv') expect(seen.shares.some((share) => share > 0)).toBe(true)
    expect(seen.shares).toEqual(seen.shares.toSorted((a, b) => a - b))
    expect(instrument.state().channels[0]).toMatchObject({
      source: `file:${file}`,
      loading: null,
      file: { format: kind },
    })
  })

  it('the reading of one ends when it is cancelled, and nothing is lost', async () => {
    const file = writeLargeFile(folder, 'csv', bytes)
    const { source } = instrument.state().channels[0]!
    const before = instrument.parts.hub.lostSamples
    const listening = instrument.board.onChange.on(() => {
      const { channels } = instrument.board.state
      if (channels[0]?.loading?.phase === 'reading') void instrument.handlers.cancelLoad({ channel: 'voltage0' })
    })
    await expect(loadWhileCapturing(instrument, `${file}?column=1`)).rejects.toMatchObject({ errno: 'ECANCELED' })
    listening.dispose()
    expect(instrument.state().channels[0]).toMatchObject({ source, loading: null })
    expect(instrument.parts.hub.lostSamples).toBe(before)
  })
})
