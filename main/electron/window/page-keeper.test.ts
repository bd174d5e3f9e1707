import { beforeEach, describe, expect, it } from 'vitest'
import { FakeRuntime } from '#main/testing/fake-runtime.ts'
import { type KeptWindow, PageKeeper, pausesMs, type Question, steadyMs, tellAfter } from './page-keeper.ts'

class FakeWindow implements KeptWindow {
  loads = 0
  /** The page cannot be loaded. */
  broken = false
  ended = 0
  quits = 0
  readonly questions: Question[] = []
  answer: (choice: number | null) => void = () => undefined
  isAsking = false

  load(): Promise<void> {
    this.loads++
    return this.broken ? Promise.reject(new Error('ERR_FAILED')) : Promise.resolve()
  }

  endPage(): void {
    this.ended++
  }

  ask(question: Question, signal: AbortSignal): Promise<number | null> {
    this.questions.push(question)
    this.isAsking = true
    return new Promise((resolve) => {
      this.answer = (choice) => {
        this.isAsking = false
        resolve(choice)
      }
      signal.addEventListener('abort', () => this.answer(null))
    })
  }

  quit(): void {
    this.quits++
  }
}

describe('the keeper of the page', () => {
  let time: FakeRuntime
  let window: FakeWindow
  let keeper: PageKeeper
  let errors: string[]

  beforeEach(() => {
    time = new FakeRuntime()
    window = new FakeWindow()
    errors = []
    const log = { info: () => undefined, warn: () => undefined, error: (line: string) => void errors.push(line) }
    keeper = new PageKeeper(window, time.clock, log)
  })

  /** The page comes up and then goes at once. */
  const fail = (reason = 'killed, exit code 9'): void => {
    keeper.stands()
    keeper.lost(reason)
  }

  it('loads the page again at once, whatever ended it, and says so in the log', () => {
    fail()
    time.advance(0)
    expect(window.loads).toBe(1)
    expect(errors).toEqual(['the page is gone: killed, exit code 9; loading it again'])
  })

  it('never gives up: each time after a longer pause, up to the longest', () => {
    const waited: number[] = []
    for (let failure = 0; failure < 20; failure++) {
      fail()
      const before = window.loads
      let ms = 0
      while (window.loads === before) {
        time.advance(ms === 0 ? 0 : 100)
        ms += 100
      }
      waited.push(ms - 100)
    }
    expect(waited).toEqual(Array.from({ length: 20 }, (_, k) => pausesMs[Math.min(k, pausesMs.length - 1)]))
  })

  it('forgets failures when the page has stood for a while', () => {
    for (let day = 0; day < 30; day++) {
      fail()
      time.advance(0)
      expect(window.loads).toBe(day + 1)
      keeper.stands()
      time.advance(steadyMs)
    }
    expect(window.questions).toEqual([])
  })

  it('tells the user in a dialog when the page keeps ending, goes on trying, and takes the dialog away when it stands', async () => {
    for (let failure = 0; failure < tellAfter + 2; failure++) {
      fail('crashed, exit code 11')
      time.advance(10_000)
      await time.settle()
    }
    expect(window.loads).toBe(tellAfter + 2)
    expect(window.questions).toHaveLength(1)
    expect(window.questions[0]?.detail).toMatch(
      /^It ended 4 times in a row, .* crashed, exit code 11\. The capture goes on/,
    )
    expect(window.isAsking).toBe(true)
    keeper.stands()
    time.advance(steadyMs)
    expect(window.isAsking).toBe(false)
    await time.settle()
    expect([window.quits, window.loads]).toEqual([0, tellAfter + 2])
  })

  it('loads at once, or quits, as the user chooses', async () => {
    for (let failure = 0; failure < tellAfter; failure++) {
      fail()
      if (failure < tellAfter - 1) time.advance(10_000)
    }
    expect(window.loads).toBe(tellAfter - 1)
    window.answer(0)
    await time.settle()
    expect(window.loads).toBe(tellAfter)
    time.advance(60_000)
    expect(window.loads).toBe(tellAfter)
    fail()
    window.answer(1)
    await time.settle()
    expect(window.quits).toBe(1)
  })

  it('counts a page that cannot be loaded as gone', async () => {
    window.broken = true
    fail()
    time.advance(0)
    await time.settle()
    expect(errors.at(-1)).toMatch(/it cannot be loaded \(ERR_FAILED\); loading it again in 500 ms/)
    window.broken = false
    time.advance(500)
    expect(window.loads).toBe(2)
  })

  it('loads once for what happens while it is on its way', () => {
    fail()
    keeper.lost('again')
    keeper.lost('and again')
    time.advance(60_000)
    expect(window.loads).toBe(1)
  })

  it('asks what to do with a page that hangs, and ends it only when told to', async () => {
    void keeper.hangs()
    void keeper.hangs()
    expect(window.questions).toHaveLength(1)
    expect(window.questions[0]?.offers).toEqual(['Wait', 'Load the page again'])
    window.answer(0)
    await time.settle()
    expect(window.ended).toBe(0)
    void keeper.hangs()
    keeper.answers()
    await time.settle()
    expect([window.isAsking, window.ended]).toEqual([false, 0])
    void keeper.hangs()
    window.answer(1)
    await time.settle()
    expect(window.ended).toBe(1)
  })

  it('does nothing for a window that is closed', async () => {
    fail()
    keeper.dispose()
    keeper.lost('killed')
    void keeper.hangs()
    time.advance(60_000)
    await time.settle()
    expect([window.loads, window.questions.length]).toEqual([0, 0])
    expect(time.pendingTimers).toBe(0)
  })
})
