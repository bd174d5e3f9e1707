// A walk at random through the whole instrument, with a second viewer that knows what is true: after every step the screen
// says what the instrument says, nothing was lost but at a seam that says so, and the page still answers.
import { expect } from '@playwright/test'
import { WebSocket } from 'ws'
import { clientPort } from '#main/server/client-port.ts'
import { connectInstrument, type InstrumentClient } from '#shared/contract/rpc.ts'
import type { Seam } from '#shared/contract/topics/seams.ts'
import { seeded } from '#shared/testing/seeded.ts'
import type { RunningApp } from '../fixtures/running-app.ts'
import type { ScopePage } from '../pages/scope-page.ts'
import { nextStep } from './steps.ts'

type Acquisition = InstrumentClient['state']['acquisition']

/** Words that may stand on the screen in each state of the capture. */
const trueWords: Readonly<Record<Acquisition, readonly string[]>> = {
  running: ['Ready', 'Armed', "Trig'd", 'Auto', 'Roll', 'Warming up'],
  single: ['Ready', 'Armed', "Trig'd", 'Auto', 'Roll', 'Warming up'],
  stopped: ['Stop'],
  fault: ['Fault'],
}

export interface Witness {
  readonly client: InstrumentClient
  close(): void
}

/** A viewer beside the page, over the same server. */
export async function witness(app: RunningApp): Promise<Witness> {
  const socket = new WebSocket(`${app.page.url().replace('http', 'ws')}port`)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const client = await connectInstrument(clientPort(socket), { client: 'walk' })
  return { client, close: () => socket.terminate() }
}

/** Samples that went missing, as the seams tell; each seam once, however long the list is kept. */
class Losses {
  readonly #known = new Map<string, number>()

  constructor(client: InstrumentClient) {
    const learn = (seams: readonly Seam[]): void => {
      for (const { epoch, atSample, subject, lostSamples } of seams)
        this.#known.set(`${epoch} ${atSample} ${subject}`, lostSamples)
    }
    learn(client.state.seams)
    client.onState(({ seams }) => learn(seams ?? []))
  }

  get told(): number {
    return [...this.#known.values()].reduce((sum, lost) => sum + lost, 0)
  }
}

/** @returns the steps that were taken, for whoever has to repeat them */
export async function walk(
  app: RunningApp,
  scope: ScopePage,
  { client }: Witness,
  steps: number,
  seed: number,
): Promise<void> {
  const chance = seeded(seed)
  const losses = new Losses(client)
  let lost = 0
  client.on('stats', ({ lostSamples }) => {
    lost = lostSamples
  })
  const taken: string[] = []
  const here = (): string => `seed ${seed}, step ${taken.length}: ${taken.slice(-12).join('; ')}`
  for (let k = 0; k < steps; k++) {
    const step = nextStep(chance)
    taken.push(step.name)
    await step.take(scope).catch((thrown: unknown) => {
      throw new Error(here(), { cause: thrown })
    })
    await expect
      .poll(
        async () => {
          const word = ((await scope.get('state-word').textContent()) ?? '').trim()
          const { acquisition } = client.state
          return trueWords[acquisition].includes(word) ? '' : `the screen says ${word}, the capture is ${acquisition}`
        },
        { message: here() },
      )
      .toBe('')
    expect(app.problems, here()).toEqual([])
    if (k % 50 === 49) await comeAlive(scope, client, here)
  }
  // Figures come a little behind the seams, or before them.
  await expect.poll(() => lost - losses.told, { message: here() }).toBe(0)
}

/** With a channel on, blocks that are filled soon, running and not waiting for a trigger, frames come. */
async function comeAlive(scope: ScopePage, client: InstrumentClient, here: () => string): Promise<void> {
  const [first] = client.state.channels
  if (first !== undefined && !client.state.channels.some(({ enabled }) => enabled))
    await client.calls.writeAttribute({ device: client.state.device, path: `${first.id}/en`, value: '1' })
  await client.calls.setTriggerMode({ mode: 'auto' })
  // One of 1 MiB takes nine minutes at 1 kS/s.
  await client.calls.setBuffer({ blockBytes: 'auto', blockCount: 'auto', watermark: 'auto' })
  await client.calls.run()
  await scope.page.keyboard.press('End')
  const before = await scope.frames()
  await expect.poll(() => scope.frames(), { message: `frames come, ${here()}` }).toBeGreaterThan(before)
}
