// References of the fake instrument: each a ramp from -0.5 V to 0.5 V in a thousand samples.
import type { InstrumentHandlers } from '../contract/service.ts'
import { type Reference, type ReferenceId, referenceIds } from '../contract/topics/memory/references.ts'
import { fail, say } from '../errors.ts'
import type { Faked } from './fake-answers.ts'

const samples = 1000
const voltsAt = (sample: number): number => (sample + 0.5) / samples - 0.5

type Answers = Pick<
  InstrumentHandlers,
  'keepReference' | 'importReference' | 'setReference' | 'removeReference' | 'referenceColumns'
>

export function fakeReferences(fake: Faked): Answers {
  const all = (): readonly Reference[] => fake.state().references
  let made = 0
  const find = (id: ReferenceId): Reference =>
    all().find((one) => one.id === id) ?? fail('ENOENT', say`There is no reference ${id}.`)
  const add = (facts: Pick<Reference, 'name' | 'channel' | 'beginSeconds' | 'isRateAssumed'>): Reference => {
    const id = referenceIds.find((one) => all().every((other) => other.id !== one))
    if (id === undefined)
      fail('ENOSPC', say`There is room for ${referenceIds.length} references: remove one to keep another.`)
    const reference: Reference = {
      ...{
        id,
        number: ++made,
        unit: 'V',
        low: voltsAt(0),
        high: voltsAt(samples - 1),
        samples,
        wanted: samples,
        samplesPerPoint: 1,
      },
      ...{ samplingFrequencyHz: fake.state().samplingFrequencyHz, shown: true, shiftSeconds: 0, notes: [] },
      ...facts,
    }
    fake.change({ references: [...all(), reference].sort((a, b) => a.id.localeCompare(b.id)) })
    return reference
  }
  return {
    keepReference: ({ channel, first, zero }) =>
      add({
        name: channel,
        channel,
        beginSeconds: (first - zero) / fake.state().samplingFrequencyHz,
        isRateAssumed: false,
      }),
    importReference: ({ channel, file }) => {
      if (file.includes('missing'))
        fail('EACCES', say`This file is not offered. Choose one of the list, drop one on the window, or send it.`)
      return add({ name: file, channel, beginSeconds: 0, isRateAssumed: true })
    },
    setReference: ({ id, ...change }) => {
      const changed = { ...find(id), ...change }
      fake.change({ references: all().map((one) => (one.id === id ? changed : one)) })
      return changed
    },
    removeReference: ({ id }) => {
      find(id)
      fake.change({ references: all().filter((one) => one.id !== id) })
    },
    referenceColumns: ({ id, first, end }) => {
      find(id)
      const from = Math.min(samples, Math.max(0, Math.floor(first) - 1))
      const until = Math.min(samples, Math.max(from, Math.ceil(end) + 1))
      return {
        first: from,
        samplesPerColumn: 1,
        values: Array.from({ length: until - from }, (_, k) => voltsAt(from + k)),
      }
    },
  }
}
