// Which lanes could not run, and when that is a failure rather than a fact of the machine.
import { type Hindrance, hindranceOf, type LaneName } from '../setup/lanes.ts'

export interface LaneReport {
  readonly skipped: readonly { readonly name: LaneName; readonly reason: string }[]
  readonly failures: readonly string[]
}

/** @param canFetch whether the desktop lane's runtime exists for this machine (then a skip means something is broken) */
export function laneReport(hindrances: Readonly<Record<LaneName, Hindrance>>, canFetch: boolean): LaneReport {
  const names = Object.keys(hindrances) as LaneName[]
  const skipped = names.flatMap((name) => {
    const reason = hindrances[name]
    return reason === null ? [] : [{ name, reason }]
  })
  const failures: string[] = []
  if (skipped.length === names.length) failures.push('no lane of the end-to-end tests can run on this machine')
  else if (hindrances.desktop !== null && canFetch)
    failures.push('the desktop lane must run where its runtime can be fetched')
  return { skipped, failures }
}

export function laneFailures(): LaneReport {
  const canFetch = process.platform === 'linux' && process.arch === 'x64' && process.getuid?.() === 0
  return laneReport({ desktop: hindranceOf('desktop'), browser: hindranceOf('browser') }, canFetch)
}
