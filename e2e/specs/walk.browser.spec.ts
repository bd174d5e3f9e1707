// Thousands of steps at random: no hang, no error, nothing lost in silence, and the state word always true.
// `BLOCKSCOPE_WALK_STEPS=3000 npx playwright test walk --project=browser` walks further, `BLOCKSCOPE_WALK_SEED` elsewhere.
import { test } from '../fixtures/lane.ts'
import { walk, witness } from '../walk/walk.ts'

const steps = Number(process.env.BLOCKSCOPE_WALK_STEPS ?? 300)
const seed = Number(process.env.BLOCKSCOPE_WALK_SEED ?? 1)

test.use({ words: ['--set', 'sampling_frequency=5000000'] })

test(`a walk of ${steps} steps`, async ({ app, scope }) => {
  test.setTimeout(120_000 + steps * 2_000)
  await scope.waitForFrames(1)
  const beside = await witness(app)
  try {
    await walk(app, scope, beside, steps, seed)
  } finally {
    beside.close()
  }
})
