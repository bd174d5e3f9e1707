// A text file as a stream holds what each of its columns is played as: the oracle is the reading that plays one column whole.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileAt } from '#main/runtime/found-file.ts'
import { parseOptions } from '#shared/files/options.ts'
import { memoryFile } from '../byte-file.ts'
import { openReplay } from '../replay.ts'
import { play } from '../testing/play.ts'

/** The codes of each channel, as they are converted. */
function replayed(text: string, options = ''): { channels: number[][]; about: string; rateHz: number | null } {
  const bytes = new TextEncoder().encode(text)
  const chosen = options === '' ? {} : parseOptions(options)
  const { frames, scale, about, rateHz, close } = openReplay(fileAt('/files/x.csv'), chosen, (file) =>
    memoryFile(file.name, bytes),
  )
  expect(scale).toBe(1)
  const channels: number[][] = frames.forms.map(() => [])
  for (const slice of frames.slices()) {
    const codes = new Int16Array(slice.slice().buffer)
    for (const [k, code] of codes.entries()) channels[k % channels.length]!.push(code)
  }
  expect(channels[0]).toHaveLength(frames.samples)
  close()
  return { channels, about, rateHz }
}

/** As {@link replayed}, by playing each column whole; a shorter one ends with its last sample again. */
async function playedWhole(text: string, channels: number, options = ''): Promise<number[][]> {
  const all: number[][] = []
  for (let channel = 0; channel < channels; channel++)
    all.push((await play('x.csv', text, { channel, ...(options === '' ? {} : { options }) })).codes)
  const most = Math.max(...all.map(({ length }) => length))
  return all.map((codes) => [...codes, ...Array.from({ length: most - codes.length }, () => codes.at(-1)!)])
}

describe('a text file that is replayed', () => {
  it('has the samples of each of its columns', async () => {
    const cell = fc.option(fc.integer({ min: -1500, max: 1500 }), { freq: 6, nil: null })
    const table = fc.record({
      columns: fc.integer({ min: 1, max: 4 }),
      separator: fc.constantFrom(',', ';', '\t'),
      hasAxis: fc.boolean(),
      hasHead: fc.boolean(),
      cells: fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 4, maxLength: 300 }),
    })
    let compared = 0
    await fc.assert(
      fc.asyncProperty(table, async ({ columns, separator, hasAxis, hasHead, cells }) => {
        // The first rows are whole: they tell how many columns there are.
        const rows = cells.map((row, r) => {
          const values = row
            .slice(0, columns)
            .map((value) => (value === null && r > 2 ? '' : ((value ?? 7) / 1000).toFixed(3)))
          return [...(hasAxis ? [(r * 1e-3).toFixed(3)] : []), ...values].join(separator)
        })
        const names = [...(hasAxis ? ['Time (s)'] : []), ...['a (V)', 'b (V)', 'c (mV)', 'd (V)'].slice(0, columns)]
        const text = [...(hasHead ? [names.join(separator)] : []), ...rows].join('\n')
        let channels: number[][]
        try {
          channels = replayed(text).channels
        } catch (thrown) {
          // What cannot be played cannot be replayed, for the same reason.
          await expect(playedWhole(text, columns)).rejects.toThrow((thrown as Error).message)
          return
        }
        expect(channels).toEqual(await playedWhole(text, channels.length))
        compared++
      }),
      { numRuns: 200 },
    )
    expect(compared).toBeGreaterThan(100)
  })

  it('goes on over the ends of slices, also where columns are lines of different lengths', async () => {
    const lines = [700_001, 300_000].map((length, k) =>
      Array.from({ length }, (_, i) => (((i * (k + 3)) % 1999) - 999) / 1000).join(','),
    )
    const table = Array.from({ length: 400_000 }, (_, i) => `${((i % 1999) - 999) / 1000},${(i % 7) / 10 - 0.3}`)
    for (const text of [lines.join('\n'), `a (V),b (V)\n${table.join('\n')}`]) {
      const { channels } = replayed(text)
      expect(channels).toHaveLength(2)
      const whole = await playedWhole(text, 2)
      for (const [k, codes] of whole.entries())
        expect(
          Buffer.from(Int16Array.from(channels[k]!).buffer).equals(Buffer.from(Int16Array.from(codes).buffer)),
        ).toBe(true)
    }
  })

  it('has the rate of its axis, the column that is named, and the factor that is asked for', async () => {
    const text = 'Time (s),left (V),right (V)\n0,0.1,1\n0.001,0.2,2\n0.002,-0.1,3\n0.003,0.4,-4\n'
    expect(replayed(text)).toMatchObject({ rateHz: 1000, about: expect.stringContaining('2 columns') })
    expect(replayed(text).about).toContain('scaled by 1/5')
    expect(replayed(text, 'column=right').channels).toEqual(await playedWhole(text, 1, 'column=right'))
    expect(replayed(text, 'scale=0.5').channels).toEqual(await playedWhole(text, 2, 'scale=0.5'))
    expect(replayed(text, 'scale=0.5').about).toContain('beyond the range are clipped')
  })

  it('is refused with its line where one is no row, before anything is converted', () => {
    const good = Array.from({ length: 200_000 }, (_, i) => `${i % 9}.5`)
    expect(() => replayed([...good, 'oops', ...good].join('\n'))).toThrow('Line 200001 of /files/x.csv')
    expect(() => replayed('a,b\n,\n,\n')).toThrow()
  })
})
