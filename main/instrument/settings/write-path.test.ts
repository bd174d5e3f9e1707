// The write path over a branch of its own: values that are applied at once, and one whose file is read as slowly as a test wants.
import { describe, expect, it } from 'vitest'
import { errnoFrom } from '#main/testing/index.ts'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import type { Branch, Prepared, Values } from './branches/branch.ts'
import { SettingsTree } from './tree.ts'
import { WritePath } from './write-path.ts'

interface Reading {
  readonly file: string
  end(why?: Error): void
}

class FakeBranch implements Branch {
  readonly isOfDevices = false
  readonly values = new Map<string, SettingValue>([
    ['a', 'one'],
    ['b', 'one'],
    ['source', 'sine'],
  ])
  /** Files that are being read. */
  readonly readings: Reading[] = []
  /** Prepared and not discarded. */
  held = 0
  /** Refuses these from now on. */
  readonly refused = new Map<SettingValue, ErrnoError>()

  leaves(): ReadonlyMap<string, Parameter> {
    return new Map([...this.values.keys()].map((name) => [name, { type: 'text', name, mostLength: 99, default: '' }]))
  }

  read(): Values {
    return new Map(this.values)
  }

  slow(values: Values): Values {
    return new Map([...values].filter(([, value]) => String(value).startsWith('file:')))
  }

  async prepare(values: Values): Promise<Prepared> {
    for (const value of this.slow(values).values()) await this.#readFile(String(value))
    this.held++
    return {
      apply: async () => {
        for (const [path, value] of values) {
          const refusal = this.refused.get(value)
          if (refusal !== undefined) throw refusal
          this.values.set(path, value)
        }
      },
      discard: () => {
        this.held--
      },
    }
  }

  #readFile(file: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.readings.push({ file, end: (why) => (why === undefined ? resolve() : reject(why)) })
    })
  }
}

async function setUp() {
  const branch = new FakeBranch()
  const clock = { nowMs: () => 0 } as never
  const path = new WritePath({ tree: new SettingsTree([branch]), clock, settle: () => Promise.resolve() })
  await path.begin()
  let gestures = 0
  const set = (name: string, value: SettingValue): Promise<void> =>
    path.change([{ path: name, value }], { gesture: `step ${gestures++}` })
  /** The next file that is being read. */
  const reading = async (): Promise<Reading> => {
    await expect.poll(() => branch.readings.length).toBe(1)
    return branch.readings.shift()!
  }
  /** Plays a file, whole. */
  const play = async (file: string): Promise<void> => {
    const done = set('source', file)
    const one = await reading()
    one.end()
    await done
  }
  return { branch, path, set, reading, play, values: branch.values }
}

describe('while a file is read', () => {
  it('for an undo, other settings can be changed, and the undo says that it was overtaken', async () => {
    const { branch, path, set, reading, play, values } = await setUp()
    await play('file:tone')
    await set('source', 'square')
    const undo = errnoFrom(path.undo())
    const file = await reading()
    await set('a', 'two')
    await path.inTurn(() => Promise.resolve())
    file.end()
    expect(await undo).toBe('ECANCELED')
    expect(Object.fromEntries(values)).toEqual({ a: 'two', b: 'one', source: 'square' })
    // Nothing is forgotten: first what came between, then what was asked for.
    await path.undo()
    expect(values.get('a')).toBe('one')
    const again = path.undo()
    ;(await reading()).end()
    expect(await again).toEqual([{ path: 'source', from: 'square', to: 'file:tone' }])
    expect(values.get('source')).toBe('file:tone')
    expect(branch.held).toBe(0)
  })

  it('for a redo, it is the same', async () => {
    const { path, reading, play, values } = await setUp()
    await play('file:tone')
    await path.undo()
    const redo = path.redo()
    const file = await reading()
    expect((await path.read()).get('source')).toBe('sine')
    file.end()
    await redo
    expect(values.get('source')).toBe('file:tone')
  })

  it('for a session, others have their turn, and the session is applied whole', async () => {
    const { branch, path, set, reading, values } = await setUp()
    const load = path.load([
      { path: 'source', value: 'file:tone' },
      { path: 'a', value: 'loaded' },
    ])
    const file = await reading()
    await set('a', 'meanwhile')
    await set('b', 'meanwhile')
    expect(values.get('source')).toBe('sine')
    file.end()
    await load
    expect(Object.fromEntries(values)).toEqual({ a: 'loaded', b: 'meanwhile', source: 'file:tone' })
    expect(branch.held).toBe(0)
    expect(await path.undo()).toContainEqual({ path: 'a', from: 'loaded', to: 'meanwhile' })
  })

  it('that cannot be read, nothing of a session is applied', async () => {
    const { branch, path, reading, values } = await setUp()
    const load = path.load([
      { path: 'a', value: 'loaded' },
      { path: 'source', value: 'file:tone' },
    ])
    ;(await reading()).end(new ErrnoError('EIO', say`The disk is broken.`))
    await expect(load).rejects.toMatchObject({ errno: 'EIO' })
    expect(values.get('a')).toBe('one')
    expect(branch.held).toBe(0)
  })

  it('because a change failed that had taken it away, others have their turn too; then it plays again', async () => {
    const { branch, path, set, reading, play, values } = await setUp()
    await play('file:tone')
    branch.refused.set('bad', new ErrnoError('EINVAL', say`It cannot be bad.`))
    const change = errnoFrom(
      path.change([
        { path: 'source', value: 'square' },
        { path: 'a', value: 'bad' },
      ]),
    )
    const file = await reading()
    await set('b', 'two')
    file.end()
    expect(await change).toBe('EINVAL')
    expect(Object.fromEntries(values)).toEqual({ a: 'one', b: 'two', source: 'file:tone' })
    expect(await path.undo()).toEqual([{ path: 'b', from: 'two', to: 'one' }])
    expect(branch.held).toBe(0)
  })
})

describe('a step that cannot be undone', () => {
  it('is told and left out, and those before it can be', async () => {
    const { branch, path, set, values } = await setUp()
    await set('a', 'two')
    await set('b', 'two')
    branch.refused.set('one', new ErrnoError('ENODEV', say`The device is gone`))
    await expect(path.undo()).rejects.toMatchObject({
      errno: 'ENODEV',
      message:
        'The change of b to one cannot be undone. It is left out, and nothing else is changed; ask again for the one before it. The reason: The device is gone',
    })
    expect([values.get('a'), values.get('b')]).toEqual(['two', 'two'])
    branch.refused.clear()
    expect(path.state().undoes).toEqual([{ path: 'a', from: 'one', to: 'two' }])
    await path.undo()
    expect([values.get('a'), values.get('b')]).toEqual(['one', 'two'])
    expect(await path.undo()).toBeNull()
  })

  it('because one of its settings is gone, is not undone by half', async () => {
    const { path, set, values } = await setUp()
    await set('a', 'two')
    await path.change([
      { path: 'a', value: 'three' },
      { path: 'b', value: 'three' },
    ])
    values.delete('b')
    await expect(path.undo()).rejects.toMatchObject({
      errno: 'ENOENT',
      message: expect.stringContaining("There is no setting 'b' any more."),
    })
    expect(values.get('a')).toBe('three')
    await path.undo()
    expect(values.get('a')).toBe('one')
  })

  it('for now only, stays', async () => {
    const { branch, path, set, values } = await setUp()
    await set('a', 'two')
    branch.refused.set('one', new ErrnoError('EBUSY', say`A recording is being made.`))
    expect(await errnoFrom(path.undo())).toBe('EBUSY')
    branch.refused.clear()
    await path.undo()
    expect(values.get('a')).toBe('one')
    branch.refused.set('two', new ErrnoError('EINVAL', say`No.`))
    await expect(path.redo()).rejects.toThrow(/^The change of a to two cannot be redone\. .*The reason: No\.$/)
    expect(await path.redo()).toBeNull()
  })
})
