import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { persisted } from './persisted.ts'

function storage(content: Record<string, string> = {}) {
  return {
    content,
    getItem: (key: string) => content[key] ?? null,
    setItem: (key: string, value: string) => {
      content[key] = value
    },
  }
}
const schema = v.object({ volts: v.number() })

describe('persisted', () => {
  it('reads what was written before', async () => {
    const first = storage()
    const value = persisted('k', schema, { volts: 1 }, first)
    value.value.volts = 2
    await nextTick()
    expect(persisted('k', schema, { volts: 1 }, first).value).toEqual({ volts: 2 })
  })

  it('falls back when what it finds is damaged', () => {
    for (const damaged of ['{', 'null', '{"volts":"two"}', '[]'])
      expect(persisted('k', schema, { volts: 1 }, storage({ k: damaged })).value).toEqual({ volts: 1 })
  })
})
