// Worker threads run from built files even under Vitest, because Node 20 cannot load TypeScript in a worker.
import { buildTargets } from './build.ts'

export default async function setup(): Promise<void> {
  try {
    await buildTargets(['kernels', 'main'], { ifStale: true })
  } catch (thrown) {
    // Tests of rooms that need no built file still tell something; the others fail with the missing file's name.
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  }
}
