// How much memory this program may use: the machine's, or less where a container allows less. Linux keeps the limits of
// containers in control groups, of two versions, and every group above counts too. Node tells the limit of the group the
// process is in; the groups above are read here.
import { readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import path from 'node:path'

export interface UsableMemory {
  readonly bytes: number
  readonly limitedBy: 'machine' | 'container'
}

/** What is asked of the system; a test answers itself. */
export interface MemorySystem {
  /** Bytes of the machine. */
  readonly totalBytes: number
  /** What Node says; undefined where it does not, 0 or a number beyond all machines where there is no limit. */
  readonly constrainedBytes: number | undefined
  /** The text of a file, or null. */
  read(file: string): string | null
}

const thisSystem = (): MemorySystem => ({
  totalBytes: totalmem(),
  // Node 20.12 and later; an older Electron has none.
  constrainedBytes: (process as { constrainedMemory?: () => number }).constrainedMemory?.(),
  read(file) {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return null
    }
  },
})

/** @see https://docs.kernel.org/admin-guide/cgroup-v2.html (memory.max, memory.high), and cgroup-v1/memory.html */
export function usableMemory(system: MemorySystem = thisSystem()): UsableMemory {
  const { totalBytes, constrainedBytes } = system
  const limits = [constrainedBytes ?? 0, ...groupLimits(system)].filter((bytes) => bytes > 0 && bytes < totalBytes)
  const bytes = Math.min(totalBytes, ...limits)
  return { bytes, limitedBy: limits.length > 0 ? 'container' : 'machine' }
}

interface Hierarchy {
  /** Where the hierarchy is mounted. */
  readonly mount: string
  /** The group, as the process sees it, below the mount; `/` is the topmost that can be seen. */
  readonly group: string
  /** Files of a group that hold a limit in bytes. */
  readonly files: readonly string[]
}

/** Limits of the process's group and of every group above that can be seen, in bytes. */
function groupLimits(system: MemorySystem): readonly number[] {
  return hierarchies(system).flatMap(({ mount, group, files }) => {
    const limits: number[] = []
    for (let at = group; ; at = path.posix.dirname(at)) {
      for (const file of files) {
        const text = system.read(path.posix.join(mount, at, file))?.trim() ?? ''
        if (/^\d+$/.test(text)) limits.push(Number(text))
      }
      if (at === '/') return limits
    }
  })
}

function hierarchies(system: MemorySystem): readonly Hierarchy[] {
  const mounts = (system.read('/proc/self/mountinfo') ?? '').split('\n').flatMap(readMount)
  const found: Hierarchy[] = []
  for (const line of (system.read('/proc/self/cgroup') ?? '').split('\n')) {
    // Version 2 has the one line 0::PATH; version 1 one of N:CONTROLLERS:PATH for each hierarchy.
    const [, id, controllers = '', group = ''] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? []
    const version = id === '0' && controllers === '' ? 2 : controllers.split(',').includes('memory') ? 1 : null
    const mount = mounts.find((one) => one.version === version)
    if (version === null || mount === undefined) continue
    const files = version === 2 ? ['memory.max', 'memory.high'] : ['memory.limit_in_bytes']
    found.push({ mount: mount.at, group: below(mount.root, group), files })
  }
  return found
}

/** `36 35 98:0 /root /mnt ... - TYPE SOURCE OPTIONS`: a mount of control groups that may limit memory. */
function readMount(line: string): readonly { version: 1 | 2; root: string; at: string }[] {
  const [before = '', after = ''] = line.split(' - ')
  const [, , , root = '/', at = ''] = before.split(' ')
  const [type, , options = ''] = after.split(' ')
  if (type === 'cgroup2') return [{ version: 2, root, at }]
  if (type === 'cgroup' && options.split(',').includes('memory')) return [{ version: 1, root, at }]
  return []
}

/** A group as seen from the mount, of which only what lies below `root` can be seen. */
function below(root: string, group: string): string {
  if (root === '/' || group === root) return group === root ? '/' : group
  return group.startsWith(`${root}/`) ? group.slice(root.length) : '/'
}
