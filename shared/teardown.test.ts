import { describe, expect, it } from 'vitest'
import { Teardown, wholeOrNot } from './teardown.ts'

describe('what was built', () => {
  it('is taken down from the top, each part once, also when parts fail', async () => {
    const teardown = new Teardown()
    const gone: string[] = []
    for (const name of ['a', 'b', 'c', 'd'])
      teardown.add(async () => {
        gone.push(name)
        if (name === 'b' || name === 'c') throw new Error(`${name} fails`)
      })
    await expect(teardown.run()).rejects.toThrow('c fails')
    expect(gone).toEqual(['d', 'c', 'b', 'a'])
    await teardown.run()
    expect(gone).toHaveLength(4)
  })

  it('in part only, is taken down as far as it was built, and the first failure is told', async () => {
    const gone: string[] = []
    const building = wholeOrNot(async (teardown) => {
      teardown.add(() => void gone.push('a'))
      teardown.add(() => {
        throw new Error('b cannot go')
      })
      throw new Error('c cannot be')
    })
    await expect(building).rejects.toThrow('c cannot be')
    expect(gone).toEqual(['a'])
    expect(await wholeOrNot(async (teardown) => teardown.add(() => void gone.push('never')))).toBeUndefined()
    expect(gone).toEqual(['a'])
  })
})
