// What the page asks of the instrument when samples are exported, and what it asks of the person.
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { ErrnoError, say } from '#shared/errors.ts'
import { useKeys } from '../../app/use-keys.ts'
import { stretchBetween, stretchOnScreen } from '../../scale/stretch.ts'
import { useInstrument } from '../../state/instrument.ts'
import { rawFrame } from '../../testing/frames.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { showFrame } from '../../testing/shown-frame.ts'
import ExportDialog from './ExportDialog.vue'
import { formatWish } from './export-format.ts'
import { useExport } from './use-export.ts'
import { wideNote } from './wide-channels.ts'

const Screen = defineComponent({
  setup() {
    useKeys()
    return () => h(ExportDialog)
  },
})

const view = { secondsPerDiv: 1, positionSeconds: 0, columns: 100, atSample: null }

describe('the samples that are meant', () => {
  const frame = rawFrame([1, 2, 3], {
    ...{ epoch: 4, triggerSample: 110.25, firstSample: 100, samplingFrequencyHz: 1 },
    ...{ newestSample: 112, oldestSample: 0 },
  })

  it('on the screen are those in its window, up to the newest', () => {
    expect(stretchOnScreen(frame, view)).toEqual({ epoch: 4, first: 106, end: 113 })
    expect(stretchOnScreen(frame, { ...view, positionSeconds: -4 })).toEqual({ epoch: 4, first: 102, end: 112 })
    expect(stretchOnScreen(frame, { ...view, positionSeconds: 20 })).toBeNull()
  })

  it('between two times have both ends, also where a time was rounded', () => {
    expect(stretchBetween(frame, view, -1.25, 1.75)).toEqual({ epoch: 4, first: 109, end: 113 })
    expect(stretchBetween(frame, view, -1.25 + 1e-8, 1.75 - 1e-8)).toEqual({ epoch: 4, first: 109, end: 113 })
    expect(stretchBetween(frame, view, -1.24, 1.74)).toEqual({ epoch: 4, first: 110, end: 112 })
    expect(stretchBetween(frame, view, 0, 0.5)).toBeNull()
    expect(stretchBetween(frame, view, -1000, 0)).toEqual({ epoch: 4, first: 0, end: 111 })
  })
})

describe('the export dialog', () => {
  async function opened(role: 'operator' | 'observer' = 'operator') {
    HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
      this.open = true
    }
    HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
      this.open = false
    }
    const { fake, screen } = await mountWithFake(Screen, {}, role, false)
    showFrame(
      rawFrame([1, 2, 3], {
        triggerSample: 1000,
        firstSample: 999,
        newestSample: 4999,
        oldestSample: 200,
        samplingFrequencyHz: 1e6,
      }),
    )
    useInstrument().feed.take()
    const wishes = () => fake.calls.flatMap(({ name, request }) => (name === 'exportKept' ? [request] : []))
    const find = (id: string) => screen.find(`[data-testid=${id}]`)
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', ctrlKey: true, bubbles: true }))
    await vi.waitFor(() => expect(useExport().isOpen).toBe(true))
    await nextTick()
    return { fake, screen, wishes, find, submit: () => screen.get('form').trigger('submit') }
  }

  it('asks for what is chosen, in the format that is remembered, under the name of once', async () => {
    const { wishes, find, submit, fake } = await opened()
    expect(find('export-part-cursors').attributes('disabled')).toBeDefined()
    expect(find('export-part-segments').attributes('disabled')).toBeDefined()
    await find('export-part-memory').setValue()
    await find('export-format-vcd').setValue()
    await find('export-name').setValue('bench 3')
    expect(find('export-name').attributes('placeholder')).toMatch(/\.vcd$/)
    await submit()
    await vi.waitFor(() =>
      expect(wishes()).toEqual([
        { part: { of: 'memory' }, format: { kind: 'vcd', level: 0 }, name: 'bench 3', overwrite: false },
      ]),
    )
    // While it is under way there is nothing else to choose.
    await vi.waitFor(() => expect(find('export-progress').text()).toContain('250 kSa of 1.00 MSa'))
    expect(find('export-start').exists()).toBe(false)
    fake.change({ exported: { ...fake.state().exported!, silentSeconds: 7 } })
    await vi.waitFor(() => expect(find('export-progress').text()).toContain('; the disk has not answered for 7 s'))
    await find('export-cancel').trigger('click')
    await vi.waitFor(() => expect(find('export-start').exists()).toBe(true))
    expect(useExport()).toMatchObject({ name: '', isOpen: true })
    fake.change({ exported: { ...fake.state().exported!, state: 'writing' } })
    await vi.waitFor(() => expect(find('export-progress').exists()).toBe(true))
    fake.change({ exported: { ...fake.state().exported!, state: 'finished' } })
    await vi.waitFor(() => expect(useExport().isOpen).toBe(false))
  })

  it('means the samples of the record that is on the screen, and those between the cursors', async () => {
    const { wishes, find, submit, fake } = await opened()
    const { epoch } = useInstrument().feed.shown!
    await submit()
    await vi.waitFor(() => expect(wishes()).toHaveLength(1))
    expect(wishes()[0]).toMatchObject({ part: { of: 'screen', epoch } })
    fake.change({ exported: null, cursors: { ...fake.state().cursors, time: true, t1: 2e-6, t2: -1e-6 } })
    await vi.waitFor(() => {
      useExport().lookUp()
      expect(useExport().choices.find(({ of }) => of === 'cursors')?.part).not.toBeNull()
    })
    await nextTick()
    await find('export-part-cursors').setValue()
    await submit()
    await vi.waitFor(() => expect(wishes()).toHaveLength(2))
    const rate = useInstrument().feed.shown!.samplingFrequencyHz
    const [first, end] = [1000 - Math.floor(1e-6 * rate), 1000 + Math.floor(2e-6 * rate) + 1]
    expect(wishes()[1]).toMatchObject({ part: { of: 'cursors', epoch, first, end } })
  })

  it('replaces a file only after a question, and says why it cannot', async () => {
    const { fake, find, submit, screen } = await opened()
    const begin = fake.handlers.exportKept
    const asked: boolean[] = []
    vi.spyOn(fake.handlers, 'exportKept').mockImplementation((wish) => {
      asked.push(wish.overwrite === true)
      if (wish.overwrite !== true) throw new ErrnoError('EEXIST', say`~/Blockscope/x.npy is there already.`)
      return begin(wish)
    })
    await find('export-name').setValue('x')
    await submit()
    await vi.waitFor(() =>
      expect(find('export-replace-question').text()).toContain('x.npy is there already. Replace it'),
    )
    await find('export-name').setValue('../x')
    expect(screen.get('[role=alert]').text()).toContain('none of the signs')
    await submit()
    await nextTick()
    expect(asked).toEqual([false])
    await find('export-name').setValue('x')
    await submit()
    await vi.waitFor(() => expect(find('export-replace').exists()).toBe(true))
    await find('export-replace').trigger('click')
    await vi.waitFor(() => expect(find('export-progress').exists()).toBe(true))
    expect(asked).toEqual([false, false, true])
    fake.change({ exported: { ...fake.state().exported!, state: 'failed', problem: 'No space is left. (ENOSPC)' } })
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toBe('No space is left. (ENOSPC)'))
  })

  it('asks for a row for each waveform of segments only, and remembers it', async () => {
    const { wishes, find, submit, fake } = await opened()
    await find('export-format-parquet').setValue()
    expect(find('export-rows').exists()).toBe(false)
    await find('export-part-memory').setValue()
    await submit()
    await vi.waitFor(() => expect(wishes().at(-1)).toMatchObject({ format: { kind: 'parquet' } }))
    expect(JSON.stringify(wishes().at(-1))).not.toContain('rows')
    fake.change({ exported: null })
    await vi.waitFor(() => expect(find('export-start').exists()).toBe(true))
    // There are no segments: the next look at what there is takes the choice back.
    useExport().chosen = 'segments'
    useExport().format = { ...useExport().format, rows: 'waveforms' }
    await nextTick()
    expect(find('export-rows').exists()).toBe(true)
    expect(formatWish(useExport().format, 'segments')).toEqual({ kind: 'parquet', rows: 'waveforms' })
    expect(JSON.parse(localStorage.getItem('blockscope.export-format.1')!)).toMatchObject({ rows: 'waveforms' })
    useExport().format = { ...useExport().format, rows: 'scans', kind: 'npy' }
  })

  it('names the channels of which memory keeps 16 bits only', async () => {
    const { fake, find } = await opened()
    expect(find('export-wide').exists()).toBe(false)
    const [first, second] = fake.state().channels
    const wide = { ...first!, enabled: true, scanType: 'le:s24/32>>8' }
    fake.change({ channels: [wide, { ...second!, enabled: false, scanType: 'le:s32/32>>0' }] })
    await vi.waitFor(() =>
      expect(find('export-wide').text()).toBe(
        'CH1 has 24 bits; exported from memory they are the upper 16, which the display keeps. A recording has them all.',
      ),
    )
    const both = [
      wide,
      { ...second!, enabled: true, scanType: 'le:s32/32>>0', input: { ...second!.input, label: 'coil' } },
    ]
    expect(wideNote(both)).toMatch(/^CH1 and coil have 24 and 32 bits; /)
    expect(wideNote([{ ...wide, scanType: 'le:s16/32>>0' }])).toBeNull()
  })

  it('offers nothing to who only looks', async () => {
    const { find } = await opened('observer')
    expect(find('export-start').attributes('disabled')).toBeDefined()
  })
})
