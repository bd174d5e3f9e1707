import { describe, expect, it, vi } from 'vitest'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import type { PlayedFile } from '#shared/files/played-file.ts'
import { fakeState } from '#shared/testing/fake-values.ts'
import { type Mounted, mountWithFake } from '../../testing/mount-with-fake.ts'
import SourceFields from './SourceFields.vue'

const played: PlayedFile = {
  path: '/data/a.csv',
  format: 'csv',
  form: '',
  fileBytes: 4000,
  samples: 200,
  channel: 1,
  channels: 1,
  text: {
    encoding: 'UTF-8',
    separator: 'semicolon',
    decimal: ',',
    direction: 'columns',
    columns: 2,
    column: { number: 2, heading: 'CH1 (V)' },
    axis: { number: 1, heading: 'Time (s)' },
    linesBefore: 1,
  },
  unit: 'V',
  scale: 0.2,
  rateHz: 48_000,
  notes: ["The values reach 3.25 V, beyond the converter's range of 1 V: scaled by 1/5."],
}

const channelOf = (more: Partial<ChannelState>): ChannelState => ({ ...fakeState().channels[0]!, ...more })

function mounted(more: Partial<ChannelState>): Promise<Mounted> {
  return mountWithFake(SourceFields, { channel: channelOf(more), open: true })
}

async function type({ screen }: Mounted, text: string): Promise<void> {
  const field = screen.get<HTMLInputElement>('[data-testid=source-file-voltage0]')
  await field.setValue(text)
  await field.trigger('keydown', { key: 'Enter' })
}

describe('a file as the source', () => {
  it('shows what was decided about it, in words', async () => {
    const { screen } = await mounted({ source: 'file:/data/a.csv', file: played })
    const facts = screen.get('[data-testid=file-facts-voltage0]').text()
    for (const part of [
      'CSV',
      '2 "CH1 (V)" of 2',
      'column 1 "Time (s)"',
      'semicolon',
      'comma',
      'by 1/5',
      '48.00 kS/s',
      '200 in',
    ])
      expect(facts).toContain(part)
    expect(screen.get('[data-testid=file-note-voltage0]').text()).toContain('scaled by 1/5')
  })

  it('offers its own rate with one button, and never when it is set already', async () => {
    const { fake, screen } = await mounted({ source: 'file:/data/a.csv', file: played })
    const button = screen.get('[data-testid=use-rate-voltage0]')
    expect(button.text()).toBe('Use 48.00 kS/s')
    expect(fake.state().samplingFrequencyHz).not.toBe(48_000)
    await button.trigger('click')
    await vi.waitFor(() => expect(fake.state().samplingFrequencyHz).toBe(48_000))
    await vi.waitFor(() => expect(screen.find('[data-testid=use-rate-voltage0]').exists()).toBe(false))
  })

  it('says so when the converter has no such rate', async () => {
    const { screen } = await mounted({ source: 'file:/data/a.csv', file: { ...played, rateHz: 10 } })
    expect(screen.find('[data-testid=use-rate-voltage0]').exists()).toBe(false)
    expect(screen.text()).toContain('10.00 S/s')
  })

  it('shows how far it is read, and ends the reading', async () => {
    const loading = { path: '/data/big.csv', phase: 'reading', doneBytes: 90 << 20, totalBytes: 200 << 20 } as const
    const { fake, screen } = await mounted({ loading })
    expect(screen.get('progress').attributes('value')).toBe('0.45')
    expect(screen.get('[data-testid=load-phase-voltage0]').text()).toBe('Reading 45 % of 200 MiB')
    await screen.get('[data-testid=load-cancel-voltage0]').trigger('click')
    await vi.waitFor(() => expect(fake.calls.at(-1)).toEqual({ name: 'cancelLoad', request: { channel: 'voltage0' } }))
  })

  it('shows beside the name why a file was refused', async () => {
    const it = await mounted({ source: 'file:/data/a.csv', file: played })
    vi.spyOn(it.fake.handlers, 'writeAttribute').mockImplementation(() => {
      throw new ErrnoError('EINVAL', say`x.png is a PNG picture, which cannot be played.`)
    })
    await type(it, '/data/x.png')
    await vi.waitFor(() => expect(it.screen.get('[role=alert]').text()).toContain('is a PNG picture'))
  })

  it('takes a second path while the first is still being read', async () => {
    const it = await mounted({ source: 'file:/data/a.csv', file: played })
    const asked: string[] = []
    const rejects: ((reason: Error) => void)[] = []
    vi.spyOn(it.fake.handlers, 'writeAttribute').mockImplementation(({ value }) => {
      asked.push(value)
      rejects.at(-1)?.(new ErrnoError('ECANCELED', say`another source was chosen`))
      return new Promise((_, reject) => rejects.push(reject))
    })
    await type(it, ' /data/one.csv ')
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    await type(it, '/data/two.csv?column=2')
    await vi.waitFor(() => expect(asked).toEqual(['file:/data/one.csv', 'file:/data/two.csv?column=2']))
    expect(it.screen.find('[role=alert]').exists()).toBe(false)
  })

  it('asks for a file with an example of one', async () => {
    const { screen } = await mounted({ source: 'file:' })
    expect(screen.get('[data-testid=source-file-voltage0]').attributes('placeholder')).toMatch(/^\w+\.csv$/)
  })
})
