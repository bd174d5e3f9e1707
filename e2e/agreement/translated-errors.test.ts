// Errors of the real instrument, through its port, in a language that is not English: what the page would show.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createInstrument, type Instrument } from '#main/instrument/index.ts'
import { translate } from '#renderer/text/told.ts'
import { connectInstrument, type InstrumentClient, serveInstrument } from '#shared/contract/rpc.ts'
import type { Problem } from '#shared/contract/topics/status.ts'
import { ErrnoError } from '#shared/errors.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import type { Catalog } from '#shared/sentence.ts'

const german: Catalog = {
  'There can be {0} to {1} blocks, not {2}.': '{2} Blöcke sind nicht möglich; es gibt {0} bis {1}.',
  "'{0}' cannot be captured: choose one of {1}.": "Von {1} ist '{0}' keins.",
  'The capture stopped by itself: {0}': 'Die Aufnahme hielt von selbst an: {0}',
  '{0} is gone.': '{0} ist weg.',
}

let instrument: Instrument
let client: InstrumentClient
beforeAll(async () => {
  instrument = await createInstrument({
    front: 'headless',
    heapBytes: 64 << 20,
    historyBytes: 4 << 20,
    run: false,
    set: [{ path: 'sampling_frequency', value: '1000000' }],
  })
  const [near, far] = linkedPorts()
  serveInstrument(near, instrument)
  client = await connectInstrument(far, { client: 'test' })
})
afterAll(async () => {
  client.dispose()
  await instrument.close()
})

/** A refused call in both languages. */
async function refused(call: Promise<unknown>): Promise<{ english: string; german: string }> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ErrnoError)) throw new TypeError('The call was not refused.')
  expect(translate(error, {})).toBe(error.message)
  return { english: error.message, german: translate(error, german) }
}

it('is said in that language, with the values in its own order', async () => {
  const { least, most } = { least: 2, most: instrument.state().buffer.limits.maxBlocks }
  expect(await refused(client.calls.setBuffer({ blockCount: 1 }))).toEqual({
    english: `There can be ${least} to ${most} blocks, not 1.`,
    german: `1 Blöcke sind nicht möglich; es gibt ${least} bis ${most}.`,
  })
  // What somebody sent is a value, whatever it looks like.
  const { english, german: said } = await refused(client.calls.captureDevice({ device: "no'{1}" }))
  expect(english).toMatch(/^'no'\{1\}' cannot be captured: choose one of gigascope, /)
  expect(said).toMatch(/^Von gigascope, .* ist 'no'\{1\}' keins\.$/)
})

it('stays English where the language does not have it', async () => {
  const { english, german: same } = await refused(client.calls.setBuffer({ watermark: 1e9 }))
  expect(english).toMatch(/^A watermark of 1000000000 samples can never be reached/)
  expect(same).toBe(english)
})

it('is said of a fault too, in the state and in the line of trouble', async () => {
  const problems: Problem[] = []
  client.on('problem', (problem) => problems.push(problem))
  await client.calls.run()
  instrument.parts.hub.sourceFailed(new ErrnoError('ENODEV', { id: '{0} is gone.', values: ['gigascope'] }))
  await expect.poll(() => client.state.fault, { timeout: 30_000 }).toBe('gigascope is gone.')
  const { fault, faultSentence } = client.state
  expect(translate({ message: fault!, ...faultSentence }, german)).toBe('gigascope ist weg.')
  await expect.poll(() => problems.length, { timeout: 30_000 }).toBeGreaterThan(0)
  const { message, sentence } = problems[0]!
  expect(message).toBe('The capture stopped by itself: gigascope is gone.')
  expect(translate({ message, ...sentence }, german)).toBe('Die Aufnahme hielt von selbst an: gigascope ist weg.')
})
