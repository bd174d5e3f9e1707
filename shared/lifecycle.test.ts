import { describe, expect, it, vi } from 'vitest'
import { DisposableStore, Emitter, toDisposable } from './lifecycle.ts'

describe('toDisposable', () => {
  it('disposes once', () => {
    const dispose = vi.fn()
    const item = toDisposable(dispose)
    item.dispose()
    item.dispose()
    expect(dispose).toHaveBeenCalledTimes(1)
  })
})

describe('DisposableStore', () => {
  it('disposes what it owns, last added first, once', () => {
    const order: string[] = []
    const store = new DisposableStore()
    for (const name of ['a', 'b', 'c']) store.add({ dispose: () => order.push(name) })
    store.dispose()
    store.dispose()
    expect(order).toEqual(['c', 'b', 'a'])
  })

  it('disposes at once what comes too late', () => {
    const store = new DisposableStore()
    store.dispose()
    const late = { dispose: vi.fn() }
    expect(store.add(late)).toBe(late)
    expect(late.dispose).toHaveBeenCalledTimes(1)
    expect(store.isDisposed).toBe(true)
  })

  it('takes an item added while it disposes', () => {
    const store = new DisposableStore()
    const added = { dispose: vi.fn() }
    store.add({ dispose: () => void store.add(added) })
    store.dispose()
    expect(added.dispose).toHaveBeenCalledTimes(1)
  })
})

describe('Emitter', () => {
  it('calls listeners in the order they subscribed, until they leave', () => {
    const emitter = new Emitter<number>()
    const heard: string[] = []
    const first = emitter.on((value) => heard.push(`a${value}`))
    emitter.on((value) => heard.push(`b${value}`))
    emitter.fire(1)
    first.dispose()
    emitter.fire(2)
    expect(heard).toEqual(['a1', 'b1', 'b2'])
  })

  it('serves one function subscribed twice as two', () => {
    const emitter = new Emitter<void>()
    const listener = vi.fn()
    const once = emitter.on(listener)
    emitter.on(listener)
    once.dispose()
    emitter.fire()
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('does not disturb a round of calls by subscribing or leaving in it', () => {
    const emitter = new Emitter<void>()
    const heard: string[] = []
    emitter.on(() => {
      heard.push('a')
      leaving.dispose()
      emitter.on(() => heard.push('new'))
    })
    const leaving = emitter.on(() => heard.push('b'))
    emitter.fire()
    expect(heard).toEqual(['a', 'b'])
  })

  it('knows whether anybody listens', () => {
    const emitter = new Emitter<void>()
    expect(emitter.hasListeners).toBe(false)
    emitter.on(() => undefined)
    expect(emitter.hasListeners).toBe(true)
    emitter.dispose()
    expect(emitter.hasListeners).toBe(false)
  })

  it('ends its subscriptions when it is disposed: disposing one of them later does nothing', () => {
    const emitter = new Emitter<void>()
    const early = emitter.on(() => undefined)
    emitter.dispose()
    const late = vi.fn()
    emitter.on(late)
    early.dispose()
    emitter.fire()
    expect(late).toHaveBeenCalledOnce()
  })
})
