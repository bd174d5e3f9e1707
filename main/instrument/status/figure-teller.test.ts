import { describe, expect, it } from 'vitest'
import type { Lanes } from '#shared/contract/topics/lanes.ts'
import type { Stats } from '#shared/contract/topics/status.ts'
import { Emitter } from '#shared/lifecycle.ts'
import { fakeLanes, fakeState, fakeStats } from '#shared/testing/fake-values.ts'
import { FigureTeller } from './figure-teller.ts'

function telling() {
  const state = fakeState()
  const hub = { isRunning: true, lanes: () => now.lanes }
  const now = { stats: fakeStats(state, 1000), lanes: fakeLanes(state, 1000) }
  const emitters = { stats: new Emitter<Stats>(), lanes: new Emitter<Lanes>() }
  const told = { stats: [] as Stats[], lanes: [] as Lanes[] }
  emitters.stats.on((stats) => told.stats.push(stats))
  emitters.lanes.on((lanes) => told.lanes.push(lanes))
  const teller = new FigureTeller({ hub, meter: { take: () => now.stats }, ...emitters })
  /** So many turns, in each of which time passes; whether figures and blocks moved in the last. */
  const turns = (count: number, load = { busy: 0.001, memory: 1 }): readonly boolean[] => {
    let moves: boolean[] = []
    for (let k = 0; k < count; k++) {
      now.stats = {
        ...now.stats,
        atUnixMs: now.stats.atUnixMs + 250,
        mainThreadBusy: k * load.busy,
        rssMiB: 180 + k * load.memory,
      }
      now.lanes = { ...now.lanes, nowMs: now.lanes.nowMs + 250 }
      moves = [teller.tellStats(), teller.tellLanes()]
    }
    return moves
  }
  return { hub, now, teller, told, turns }
}

describe('FigureTeller', () => {
  it('tells all of a capture that runs, also when nothing comes', () => {
    const { told, turns } = telling()
    expect(turns(10)).toEqual([true, true])
    expect(told.stats).toHaveLength(10)
    expect(told.lanes).toHaveLength(10)
  })

  it('says when figures stand still, and tells them, and blocks that lie still, once', () => {
    const { hub, told, turns } = telling()
    hub.isRunning = false
    expect(turns(1)).toEqual([true, true])
    expect(turns(3)).toEqual([false, false])
    expect(told.stats).toHaveLength(1)
    expect(told.lanes).toHaveLength(1)
  })

  it('tells what the program takes of the machine, when that is not what was told any more', () => {
    const { hub, told, turns } = telling()
    hub.isRunning = false
    turns(1)
    expect(turns(4, { busy: 0, memory: 1 })).toEqual([false, false])
    expect(turns(5, { busy: 0, memory: 1 })).toEqual([false, false])
    expect(told.stats.map(({ rssMiB }) => rssMiB)).toEqual([180, 184])
    expect(turns(7, { busy: 0.001, memory: 0 })).toEqual([false, false])
    expect(told.stats.map(({ mainThreadBusy }) => mainThreadBusy)).toEqual([0, 0, 0, 0.006])
  })

  it('tells what changes while it is stopped at once', () => {
    const { hub, now, told, turns } = telling()
    hub.isRunning = false
    turns(1)
    now.stats = { ...now.stats, triggerWord: 'stop' }
    now.lanes = { ...now.lanes, kept: now.lanes.kept - 1 }
    expect(turns(1)).toEqual([true, true])
    expect(told.stats.map(({ triggerWord }) => triggerWord)).toEqual(['trigd', 'stop'])
    expect(told.lanes).toHaveLength(2)
  })

  it('tells who comes all there is', () => {
    const { hub, teller, told, turns } = telling()
    hub.isRunning = false
    turns(2)
    teller.renew()
    expect(turns(1)).toEqual([true, true])
    expect(told.lanes).toHaveLength(2)
  })
})
