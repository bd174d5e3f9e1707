import { describe, expect, it } from 'vitest'
import { FakeEndWorld } from '#main/testing/index.ts'
import { endWithTest } from '#shared/testing/leaks.ts'
import { endWithinMs, insistAfterMs, ProgramEnd, type Saving, savingPatienceMs } from './program-end.ts'

function program() {
  const world = new FakeEndWorld()
  return { world, end: endWithTest(new ProgramEnd(world)), advance: (ms: number) => world.runtime.advance(ms) }
}

/** Something is being saved, and does not go on. */
const standing: Saving = { progress: 4096, line: null }

describe('the end of a program', () => {
  it('is asked for by the first signal, and told to those who listen then and later', () => {
    const { world, end } = program()
    const heard: string[] = []
    end.onAsked((signal) => heard.push(`early ${signal}`))
    expect(end.asked).toBeNull()
    world.signals.fire('SIGTERM')
    world.signals.fire('SIGINT')
    end.onAsked((signal) => heard.push(`late ${signal}`))
    expect(heard).toEqual(['early SIGTERM', 'late SIGTERM'])
    expect([end.asked, end.interruptedCode]).toEqual(['SIGTERM', 143])
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('has the exit code of shells for %s', (signal, code) => {
    const { world, end } = program()
    world.signals.fire(signal)
    expect(end.interruptedCode).toBe(code)
  })

  it('is watched from the signal on: what does not close in time is killed, with the reason', () => {
    const { world, advance } = program()
    world.signals.fire('SIGINT')
    advance(endWithinMs - 100)
    expect(world.deeds).toEqual([])
    advance(100)
    expect(world.deeds).toEqual(['complain did not close within 1500 ms', 'kill'])
    advance(60_000)
    expect(world.deeds).toHaveLength(2)
  })

  it('says so when it is a disk that it waits for', () => {
    const { world, advance } = program()
    world.diskIsSilent = true
    world.signals.fire('SIGINT')
    advance(endWithinMs)
    expect(world.deeds).toEqual(['complain killed, because a disk does not answer: an exit would wait for it', 'kill'])
  })

  it('is watched once a front says that it ends, without a signal', () => {
    const { world, end, advance } = program()
    advance(100_000)
    end.watch()
    end.watch()
    advance(endWithinMs)
    expect(world.deeds).toEqual(['complain did not close within 1500 ms', 'kill'])
  })

  it('waits while something is saved, for as long as that goes on; says so each second; tells the launcher', () => {
    const { world, end, advance } = program()
    let bytes: number | null = 0
    end.waitFor({
      get progress() {
        return bytes
      },
      get line() {
        return `writing ${bytes}`
      },
    })
    world.signals.fire('SIGINT')
    for (let step = 0; step < 20; step++) {
      bytes += 1
      advance(savingPatienceMs - 200)
    }
    expect(world.deeds.slice(0, 2)).toEqual(['complain writing 1', 'complain writing 1'])
    expect(world.deeds.at(-1)).toBe('complain writing 20')
    // The time that a look may take of them is not counted against it.
    expect(world.deeds.length).toBeGreaterThan(350)
    expect(world.deeds.length).toBeLessThan(400)
    expect(world.heard).toBeGreaterThan(1000)
    // All is written; what is left has the usual time.
    bytes = null
    const said = world.deeds.length
    advance(endWithinMs - 100)
    expect(world.deeds).toHaveLength(said)
    advance(200)
    expect(world.deeds.slice(said)).toEqual(['complain did not close within 1500 ms', 'kill'])
  })

  it('gives each step of the end its own time', () => {
    const { world, end, advance } = program()
    world.signals.fire('SIGINT')
    for (let step = 0; step < 10; step++) {
      advance(endWithinMs - 200)
      end.step()
    }
    expect(world.deeds).toEqual([])
    advance(endWithinMs + 100)
    expect(world.deeds).toEqual(['complain did not close within 1500 ms', 'kill'])
  })

  it('does not wait for a saving that stands still', () => {
    const { world, end, advance } = program()
    end.waitFor(standing)
    world.signals.fire('SIGINT')
    advance(savingPatienceMs - 100)
    expect(world.deeds).toEqual([])
    advance(100)
    expect(world.deeds).toEqual(['complain gave up, because nothing could be saved for 20 s', 'kill'])
  })

  it('does not count the time in which the process was stopped', () => {
    const { world, end } = program()
    end.waitFor(standing)
    world.signals.fire('SIGTERM')
    let nowMs = 0
    world.nowMs = () => nowMs
    nowMs += 600_000
    world.runtime.advance(100)
    expect(world.deeds).toEqual([])
  })

  it('is at once when a second signal comes, but not when the first one arrives twice', () => {
    const { world, end, advance } = program()
    end.waitFor({
      get progress() {
        return world.nowMs()
      },
      line: null,
    })
    world.signals.fire('SIGINT')
    advance(insistAfterMs - 1)
    world.signals.fire('SIGINT')
    expect(world.deeds).toEqual([])
    advance(1)
    world.signals.fire('SIGINT')
    expect(world.deeds).toEqual(['complain ended at once, because SIGINT came again', 'kill'])
  })

  it('interrupts what is starting, with EINTR and a sentence', async () => {
    const { world, end } = program()
    expect(await end.unlessAsked(Promise.resolve(7))).toBe(7)
    await expect(end.unlessAsked(Promise.reject(new Error('no')))).rejects.toThrow('no')
    const starting = end.unlessAsked(new Promise(() => undefined))
    world.signals.fire('SIGINT')
    const interrupted = { errno: 'EINTR', message: 'SIGINT came before the capture began.' }
    await expect(starting).rejects.toMatchObject(interrupted)
    await expect(end.unlessAsked(new Promise(() => undefined))).rejects.toMatchObject(interrupted)
  })

  it('leaves with the code, unless a thread hangs in a system call', () => {
    const { world, end } = program()
    end.leave(130)
    world.hanging = true
    end.leave(130)
    expect(world.deeds).toEqual(['exit 130', 'kill'])
  })

  it('gives signals back when disposed', () => {
    const { world, end, advance } = program()
    world.signals.fire('SIGINT')
    end.dispose()
    expect(world.signals.hasListeners).toBe(false)
    advance(60_000)
    expect(world.deeds).toEqual([])
  })
})
