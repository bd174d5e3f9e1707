// Recordings of the desktop app that is killed, stopped, not heard, out of space, without a thread, without its page.
import { expect, test } from '../fixtures/lane.ts'
import { recordInDesktop } from '../kills/desktop-front.ts'
import { trialsOf } from '../kills/faults.ts'
import { tried } from '../kills/trial.ts'
import { hindranceOf } from '../setup/lanes.ts'

test.beforeEach(({ lane }, info) => {
  const hindrance = hindranceOf(lane)
  info.skip(hindrance !== null, `skipped: ${hindrance}`)
})

for (const trial of trialsOf('electron', 3, 0)) {
  const { fault, samplingFrequencyHz, atBytes } = trial
  test(`${fault} at ${samplingFrequencyHz / 1e6} MS/s, with ${atBytes} bytes in the file`, async () => {
    test.setTimeout(240_000)
    expect(await tried(trial, recordInDesktop)).toEqual([])
  })
}
