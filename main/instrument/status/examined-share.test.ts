import { describe, expect, it } from 'vitest'
import { ExaminedShare } from './examined-share.ts'

const none = { offered: 0, examined: 0, reached: 0, lost: 0 }

describe('ExaminedShare', () => {
  it('counts what was decided: a block on its way is no blindness', () => {
    const share = new ExaminedShare(none)
    expect(share.take(none)).toBe(1)
    expect(share.take({ ...none, offered: 100, examined: 90, reached: 90 })).toBe(1)
    expect(share.take({ ...none, offered: 200, examined: 160, reached: 190 })).toBeCloseTo(0.7)
    expect(share.take({ ...none, offered: 300, examined: 270, reached: 300 })).toBe(1)
  })

  it('stands while blocks come more rarely than looks', () => {
    const share = new ExaminedShare(none)
    const looks = [
      { offered: 1000, examined: 500, reached: 1000 },
      { offered: 1000, examined: 500, reached: 1000 },
      { offered: 2000, examined: 500, reached: 1000 },
      { offered: 2000, examined: 500, reached: 1000 },
    ]
    expect(looks.map((look) => share.take({ ...none, ...look }))).toEqual([0.5, 0.5, 0.5, 0.5])
    expect(share.take({ ...none, offered: 3000, examined: 2500, reached: 3000 })).toBe(1)
  })

  it('is 0 when blocks keep coming and none is looked at', () => {
    const share = new ExaminedShare(none)
    share.take({ ...none, offered: 100, examined: 100, reached: 100 })
    expect(share.take({ ...none, offered: 200, examined: 100, reached: 100 })).toBe(1)
    expect(share.take({ ...none, offered: 300, examined: 100, reached: 100 })).toBe(0)
    expect(share.take({ ...none, offered: 400, examined: 150, reached: 400 })).toBeCloseTo(1 / 6)
  })

  it('does not blame the analysis for what was never captured', () => {
    const share = new ExaminedShare(none)
    expect(share.take({ offered: 100, examined: 100, reached: 180, lost: 80 })).toBe(1)
    // The counters are read one after the other: more may be examined than was reached.
    expect(share.take({ offered: 200, examined: 200, reached: 270, lost: 180 })).toBe(1)
  })

  it('goes on over a new epoch', () => {
    const share = new ExaminedShare(none)
    expect(share.take({ ...none, offered: 100, examined: 25, reached: 100 })).toBe(0.25)
    expect(share.take({ ...none, offered: 110, examined: 5, reached: 10 })).toBe(0.25)
    expect(share.take({ ...none, offered: 120, examined: 15, reached: 20 })).toBe(1)
  })
})
