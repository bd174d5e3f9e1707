// The fake instrument with a signal that is seen at the pace of a screen.
import type { Disposable } from '#shared/lifecycle.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { fakeLanes, fakeStats } from '#shared/testing/fake-values.ts'

/** Frames come 60 times a second; seldom while it is stopped. */
export function pacedFake(): FakeInstrument {
  const fake: FakeInstrument = new FakeInstrument({
    pace: (offer) => setTimeout(offer, fake.state().acquisition === 'stopped' ? 400 : 14),
  })
  return fake
}

/** Sends figures and lanes until disposed. */
export function animate(fake: FakeInstrument): Disposable {
  const timers = [
    setInterval(() => fake.events.stats.fire(fakeStats(fake.state(), fake.elapsedMs())), 250),
    setInterval(() => fake.events.lanes.fire(fakeLanes(fake.state(), fake.elapsedMs())), 66),
  ]
  return { dispose: () => timers.forEach((timer) => void clearInterval(timer)) }
}
