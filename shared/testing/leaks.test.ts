import { afterEach, describe, expect, it } from 'vitest'
import { DisposableStore, Emitter, toDisposable } from '../lifecycle.ts'
import { LeakCheck } from './leaks.ts'

let check: LeakCheck
const begin = (): LeakCheck => {
  check = new LeakCheck()
  return check
}
afterEach(() => check.dispose())

const here = /leaks\.test\.ts:\d+/

describe('LeakCheck', () => {
  it('names the line that created what nobody disposed', () => {
    begin()
    function forgetsIt() {
      return toDisposable(() => undefined)
    }
    const forgotten = forgetsIt()
    expect(check.leaks).toEqual([expect.stringMatching(here)])
    expect(check.leaks[0]).toContain('forgetsIt')
    forgotten.dispose()
    expect(check.leaks).toEqual([])
  })

  it('names a subscription by who subscribed, until it or its emitter ends', () => {
    begin()
    const emitter = new Emitter<void>()
    emitter.on(() => undefined)
    const second = emitter.on(() => undefined)
    expect(check.leaks).toEqual([expect.stringMatching(here), expect.stringMatching(here)])
    second.dispose()
    expect(check.leaks).toHaveLength(1)
    emitter.dispose()
    expect(check.leaks).toEqual([])
  })

  it('names a store, but not beside it what it owns', () => {
    begin()
    const outer = new DisposableStore()
    const inner = outer.add(new DisposableStore())
    inner.add(toDisposable(() => undefined))
    expect(check.leaks).toHaveLength(1)
    outer.dispose()
    expect(check.leaks).toEqual([])
  })

  it('counts nothing from before it and after it', () => {
    const emitter = new Emitter<void>()
    emitter.on(() => undefined)
    begin()
    expect(check.leaks).toEqual([])
    check.dispose()
    emitter.on(() => undefined)
    expect(check.leaks).toEqual([])
    emitter.dispose()
  })

  it('gives back to the check around it', () => {
    begin()
    const inner = new LeakCheck()
    const seen = toDisposable(() => undefined)
    expect([inner.leaks.length, check.leaks.length]).toEqual([1, 0])
    inner.dispose()
    toDisposable(() => undefined)
    expect([inner.leaks.length, check.leaks.length]).toEqual([1, 1])
    seen.dispose()
  })
})
