// Who is in control: one party at a time, whatever any of them asks for in whatever order.
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { errnoOf } from '../errors.ts'
import { toDisposable } from '../lifecycle.ts'
import { guestAtMachine } from './access.ts'
import { answerSeconds } from './control-desk.ts'
import { ControlDesk, comebackMs, type Seat } from './desk.ts'

/** Time that moves when it is told to. */
class HandTime {
  #nowMs = 0
  #timers: { atMs: number; fn: () => void }[] = []

  timer = (delayMs: number, fn: () => void) => {
    const one = { atMs: this.#nowMs + delayMs, fn }
    this.#timers.push(one)
    return toDisposable(() => {
      this.#timers = this.#timers.filter((other) => other !== one)
    })
  }

  nowMs = (): number => this.#nowMs

  get pending(): number {
    return this.#timers.length
  }

  advance(ms: number): void {
    const untilMs = this.#nowMs + ms
    for (;;) {
      const [next] = this.#timers.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)
      if (next === undefined) break
      this.#timers = this.#timers.filter((other) => other !== next)
      this.#nowMs = next.atMs
      next.fn()
    }
    this.#nowMs = untilMs
  }
}

let time: HandTime
let desk: ControlDesk
let told: boolean[]
beforeEach(() => {
  time = new HandTime()
  told = []
  desk = new ControlDesk(time, () => told.push(desk.state.isShared))
})

const from = (name: string): Seat => desk.sit({ role: 'operator', name, isAtMachine: false })
const here = (): Seat => desk.sit(guestAtMachine('operator'))
const holder = (): string => desk.state.holder.name
const asking = (): readonly string[] => desk.state.asking.map(({ name }) => name)

function errnoFrom(act: () => unknown): string | null {
  try {
    act()
    return null
  } catch (thrown) {
    return errnoOf(thrown)
  }
}

describe('control', () => {
  it('is with the machine itself first, and all its windows have it', () => {
    const [one, other] = [here(), here()]
    expect(holder()).toBe('the machine itself')
    expect(one.refusalOf('run')).toBeNull()
    expect(other.refusalOf('run')).toBeNull()
  })

  it('is asked for and given; the others are refused in a sentence that says who has it', () => {
    const [window, ann] = [here(), from('ann')]
    expect(`${ann.refusalOf('run')?.id} ${ann.refusalOf('run')?.values}`).toMatch(
      /is in control\. Take control first\. run,the machine itself$/,
    )
    expect(ann.ask()).toBe(false)
    expect(asking()).toEqual(['ann'])
    expect(errnoFrom(() => ann.take())).toBe('EBUSY')
    expect(errnoFrom(() => ann.give(ann.party.id))).toBe('EACCES')
    expect(errnoFrom(() => window.give(99))).toBe('ENOENT')
    window.give(ann.party.id)
    expect([holder(), asking(), ann.refusalOf('run')]).toEqual(['ann', [], null])
    expect(window.refusalOf('run')?.values).toEqual(['run', 'ann'])
    expect(time.pending).toBe(0)
  })

  it('is kept by a holder that says so, and passes from one that says nothing', () => {
    const [window, ann] = [here(), from('ann')]
    ann.ask()
    window.keep()
    expect([holder(), asking(), time.pending]).toEqual(['the machine itself', [], 0])
    ann.ask()
    time.advance(answerSeconds * 1000 - 1)
    expect(holder()).toBe('the machine itself')
    time.advance(1)
    expect([holder(), asking()]).toEqual(['ann', []])
  })

  it('is taken back by the machine itself at any time', () => {
    const [window, ann] = [here(), from('ann')]
    ann.ask()
    window.give(ann.party.id)
    window.take()
    expect(holder()).toBe('the machine itself')
  })

  it('is had at once where nobody is there to be asked', () => {
    const ann = from('ann')
    expect(ann.ask()).toBe(true)
    expect(holder()).toBe('ann')
    const bob = from('bob')
    expect(bob.ask()).toBe(false)
    ann.dispose()
    expect([holder(), asking()]).toEqual(['bob', []])
  })

  it('waits for a holder that reloads its page, and returns to the machine from one that is gone', () => {
    const ann = from('ann')
    ann.ask()
    ann.dispose()
    time.advance(comebackMs - 1)
    const back = from('ann')
    time.advance(comebackMs)
    expect([holder(), back.refusalOf('run')]).toEqual(['ann', null])
    back.dispose()
    back.dispose()
    time.advance(comebackMs)
    expect([holder(), time.pending]).toEqual(['the machine itself', 0])
  })

  it('goes to who asked first when it is let go, and each one who asks gets the whole time for an answer', () => {
    const [window, ann, bob] = [here(), from('ann'), from('bob')]
    ann.ask()
    time.advance(answerSeconds * 500)
    bob.ask()
    bob.ask()
    expect(asking()).toEqual(['ann', 'bob'])
    window.release()
    expect([holder(), asking()]).toEqual(['ann', ['bob']])
    time.advance(answerSeconds * 1000 - 1)
    expect(holder()).toBe('ann')
    bob.release()
    time.advance(answerSeconds * 1000)
    expect([holder(), asking()]).toEqual(['ann', []])
    ann.release()
    expect(holder()).toBe('the machine itself')
  })

  it('stays where it is when the instrument ends, and nothing waits', () => {
    const [window, ann] = [here(), from('ann')]
    ann.ask()
    desk.dispose()
    expect(time.pending).toBe(0)
    window.give(ann.party.id)
    ann.dispose()
    expect([holder(), time.pending]).toEqual(['ann', 0])
  })

  it('tells whether others may come', () => {
    desk.share().dispose()
    expect(told).toEqual([true, false])
  })

  it('is with exactly one party that is known, whatever happens, and nobody waits for ever', () => {
    const acts = ['sit', 'leave', 'take', 'ask', 'give', 'keep', 'release', 'wait'] as const
    const step = fc.record({
      who: fc.nat(3),
      act: fc.constantFrom(...acts),
      to: fc.nat(4),
      ms: fc.nat(answerSeconds * 1500),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        time = new HandTime()
        desk = new ControlDesk(time, () => undefined)
        const names = ['', 'ann', 'bob', 'cyd']
        const seats = new Map<number, Seat[]>()
        for (const { who, act, to, ms } of steps) {
          const own = seats.get(who) ?? []
          seats.set(who, own)
          const [seat] = own
          if (act === 'sit') own.push(who === 0 ? here() : from(names[who]!))
          else if (act === 'leave') own.shift()?.dispose()
          else if (act === 'wait') time.advance(ms)
          else if (seat !== undefined) errnoFrom(() => (act === 'give' ? seat.give(to) : seat[act]()))
          const all = [...seats.values()].flat()
          const inControl = new Set(all.filter((one) => one.refusalOf('run') === null).map(({ party }) => party.id))
          expect(inControl.size).toBeLessThanOrEqual(1)
          for (const id of inControl) expect(id).toBe(desk.state.holder.id)
          const present = new Set(all.map(({ party }) => party.name))
          for (const name of asking()) expect(present.has(name)).toBe(true)
          expect(asking()).not.toContain(holder())
          expect(new Set(asking()).size).toBe(asking().length)
        }
        const last = [...seats.values()].flat().find((one) => one.refusalOf('run') !== null)
        last?.ask()
        time.advance(answerSeconds * 1000 * 4)
        expect(asking()).toEqual([])
        for (const seat of [...seats.values()].flat()) seat.dispose()
        time.advance(comebackMs)
        expect([desk.state.holder.id, time.pending]).toEqual([0, 0])
      }),
      { numRuns: 500 },
    )
  })

  it('is always with one of two who fight for it a thousand times', () => {
    const parties = [from('ann'), from('bob')]
    parties[0]!.ask()
    let passed = 0
    for (let fight = 0; fight < 1000; fight++) {
      const before = holder()
      const wants = parties.find((one) => one.refusalOf('run') !== null)!
      const has = parties.find((one) => one.refusalOf('run') === null)!
      expect(wants.ask()).toBe(false)
      if (fight % 3 === 0) has.give(wants.party.id)
      else if (fight % 3 === 1) has.keep()
      else time.advance(answerSeconds * 1000)
      expect(['ann', 'bob']).toContain(holder())
      expect(parties.filter((one) => one.refusalOf('run') === null)).toHaveLength(1)
      if (holder() !== before) passed++
    }
    expect(passed).toBe(667)
  })
})
