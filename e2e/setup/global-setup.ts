// Before the first test: the bundles are up to date, and there is a display.
import { buildTargets } from '#main/build/build.ts'
import { allTargets } from '#main/build/targets.ts'
import { startDisplay } from './display.ts'

export default async function setup(): Promise<() => void> {
  await buildTargets(allTargets, { ifStale: true })
  const display = await startDisplay()
  if (display !== null) process.env.DISPLAY = display.name
  return () => display?.stop()
}
