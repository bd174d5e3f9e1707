// Worker threads run from built files even under Vitest, because Node 20 cannot load TypeScript in a worker.
import { buildIfStale } from './build.ts'

export default async function setup(): Promise<void> {
  await buildIfStale(['kernels', 'main'])
}
