// Memory of tests. The heap of an instrument is shared memory of gigabytes, which the collector does not count: it would keep those
// of many tests, until the machine has none left and everything on it stands still.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** A process that has less is left alone: collecting takes a while. */
const muchBytes = 2 ** 30

let collect: (() => void) | null = null

/** Gives back what nobody holds any more, where that may be much. */
export function giveMemoryBack(): void {
  if (process.memoryUsage.rss() < muchBytes) return
  if (collect === null) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
  }
  collect()
}
