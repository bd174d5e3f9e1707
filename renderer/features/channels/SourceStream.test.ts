import { expect, it, vi } from 'vitest'
import type { StreamState } from '#shared/streams/stream-state.ts'
import { fakeState } from '#shared/testing/fake-values.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import SourceFields from './SourceFields.vue'
import SourceStream from './SourceStream.vue'
import { sourceChoices, sourceKind } from './source-kinds.ts'

const stream: StreamState = {
  ...{ address: 'pipe:-', form: 's16', phase: 'stalled', cause: null, rateHz: 48_000, bytes: 2048, scans: 1024 },
  ...{ writers: 1, leftOverBytes: 0, clipped: 0, invalid: 0, isDrained: false },
}

it('says that a writer gives nothing, and what came of it', async () => {
  const { screen } = await mountWithFake(SourceStream, { stream, id: 'voltage0' })
  const text = screen.get('[data-testid=stream-voltage0]').text()
  for (const part of ['pipe:-, s16', 'the writer gives nothing; the capture waits', '1024 scans', '48.00 kS/s'])
    expect(text).toContain(part)
})

it('says why a writer is not there', async () => {
  const cause = 'The writer broke off: ECONNRESET.'
  const gone = { ...stream, phase: 'waiting', cause, leftOverBytes: 1, writers: 2, clipped: 3, invalid: 4 } as const
  const { screen } = await mountWithFake(SourceStream, { stream: gone, id: 'voltage0' })
  const text = screen.get('[data-testid=stream-voltage0]').text()
  for (const part of ['waits for the next one', 'ECONNRESET', '1 bytes', '2 writers', '3 samples', '4 '])
    expect(text).toContain(part)
})

it('counts the rounds of a file that is replayed in a loop', async () => {
  const looped = { ...stream, address: 'loop:x.wav', writers: 3 }
  const { screen } = await mountWithFake(SourceStream, { stream: looped, id: 'voltage0' })
  expect(screen.get('[data-testid=stream-voltage0]').text()).toContain('in 3 rounds')
})

it('is a file that is replayed in a loop, or once, as one ticks', async () => {
  const channel = { ...fakeState().channels[0]!, source: 'replay:/data/a.wav?channel=2', stream }
  const { fake, screen } = await mountWithFake(SourceFields, { channel, open: true })
  const box = screen.get<HTMLInputElement>('[data-testid=loop-voltage0]')
  expect(box.element.checked).toBe(false)
  await box.setValue(true)
  const written = { path: 'voltage0/source', value: 'loop:/data/a.wav?channel=2' }
  await vi.waitFor(() =>
    expect(fake.calls).toContainEqual({ name: 'writeAttribute', request: expect.objectContaining(written) }),
  )
  // No other stream begins anew.
  const piped = await mountWithFake(SourceFields, { channel: { ...channel, source: 'pipe:-' }, open: true })
  expect(piped.screen.find('[data-testid=loop-voltage0]').exists()).toBe(false)
})

it('is one of the kinds of a source while it is chosen', () => {
  expect(sourceKind('tcp:listen:5000?type=u8')).toBe('stream')
  expect(sourceChoices(['sine', 'dc'], 'pipe:-').map(({ text }) => text)).toEqual(['sine', 'dc', 'pipe:-', 'file…'])
})
