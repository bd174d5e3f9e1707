import { describe, expect, it } from 'vitest'
import { groupAttributes } from './attribute-groups.ts'

const info = (path: string) => ({ path, value: '', writable: true, options: null })

describe('groupAttributes', () => {
  it('puts the device first and channels after it, in their order', () => {
    const groups = groupAttributes([
      info('voltage0/scale'),
      info('sampling_frequency'),
      info('voltage1/scale'),
      info('voltage0/en'),
    ])
    expect(groups.map((group) => [group.name, group.attributes.map((attribute) => attribute.name)])).toEqual([
      ['', ['sampling_frequency']],
      ['voltage0', ['scale', 'en']],
      ['voltage1', ['scale']],
    ])
  })

  it('leaves lists of allowed values to the attribute they are about', () => {
    const groups = groupAttributes([
      info('sampling_frequency'),
      info('sampling_frequency_available'),
      info('data_available'),
    ])
    expect(groups[0]?.attributes.map((attribute) => attribute.name)).toEqual(['sampling_frequency', 'data_available'])
  })
})
