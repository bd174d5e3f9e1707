import { describe, expect, it } from 'vitest'
import type { SettingChange, SettingValue } from '#shared/contract/topics/settings.ts'
import { difference, UndoLog } from './undo-log.ts'

const change = (path: string, from: SettingValue, to: SettingValue): ReadonlyMap<string, SettingChange> =>
  new Map([[path, { path, from, to }]])
const told = (log: UndoLog): readonly SettingChange[] => [...(log.undoes?.changes.values() ?? [])]

describe('steps', () => {
  it('join what a drag does, by its gesture however long it takes', () => {
    const log = new UndoLog()
    log.record(change('a', 0, 1), 'drag 1', 0)
    log.record(change('a', 1, 2), 'drag 1', 60_000)
    log.record(change('b', 0, 5), 'drag 1', 60_001)
    log.record(change('a', 2, 3), 'drag 2', 60_002)
    expect(told(log)).toEqual([{ path: 'a', from: 2, to: 3 }])
    log.undone()
    expect(told(log)).toEqual([
      { path: 'a', from: 0, to: 2 },
      { path: 'b', from: 0, to: 5 },
    ])
  })

  it('join changes of the same settings within half a second, and of no others', () => {
    const log = new UndoLog()
    log.record(change('a', 0, 1), null, 0)
    log.record(change('a', 1, 2), null, 500)
    log.record(change('a', 2, 3), null, 1000)
    expect(told(log)).toEqual([{ path: 'a', from: 0, to: 3 }])
    log.record(change('a', 3, 4), null, 1501)
    expect(told(log)).toEqual([{ path: 'a', from: 3, to: 4 }])
    log.record(change('b', 0, 1), null, 1502)
    expect(told(log)).toEqual([{ path: 'b', from: 0, to: 1 }])
  })

  it('join the notches of a wheel, of which some move and some only zoom', () => {
    const log = new UndoLog()
    const both = new Map([...change('scale', 3, 4), ...change('position', 0, 1)])
    log.record(change('scale', 1, 2), null, 0)
    log.record(change('scale', 2, 3), null, 100)
    log.record(both, null, 200)
    log.record(change('scale', 4, 5), null, 300)
    expect(told(log)).toEqual([
      { path: 'scale', from: 1, to: 5 },
      { path: 'position', from: 0, to: 1 },
    ])
    log.undone()
    expect(log.undoes).toBeNull()
  })

  it('are none when nothing is changed in the end', () => {
    const log = new UndoLog()
    log.record(change('a', 0, 1), 'drag', 0)
    log.record(change('a', 1, 0), 'drag', 1)
    log.record(new Map(), null, 2)
    expect(log.undoes).toBeNull()
  })

  it('do not grow once one was taken back, and what is undone is gone with the next change', () => {
    const log = new UndoLog()
    log.record(change('a', 0, 1), null, 0)
    log.record(change('b', 0, 1), null, 1)
    log.undone()
    expect(log.redoes?.changes.get('b')).toEqual({ path: 'b', from: 0, to: 1 })
    log.record(change('a', 1, 2), null, 2)
    expect(told(log)).toEqual([{ path: 'a', from: 1, to: 2 }])
    expect(log.redoes).toBeNull()
  })

  it('take in what followed from them by itself', () => {
    const log = new UndoLog()
    log.amend(change('a', 0, 1))
    expect(log.undoes).toBeNull()
    log.record(change('a', 0, 1), null, 0)
    log.amend(change('level', 0.5, 0))
    expect(told(log)).toContainEqual({ path: 'level', from: 0.5, to: 0 })
  })

  it('know what differs of the settings that both readings have', () => {
    const before = new Map<string, SettingValue>([
      ['a', 1],
      ['b', 'x'],
      ['gone', 1],
    ])
    const after = new Map<string, SettingValue>([
      ['a', 2],
      ['b', 'x'],
      ['new', 1],
    ])
    expect([...difference(before, after).values()]).toEqual([{ path: 'a', from: 1, to: 2 }])
  })
})
