import { describe, expect, it } from 'vitest'
import { heapBytesFor, heapWarning } from './heap-size.ts'
import { type MemorySystem, usableMemory } from './memory-limit.ts'

const mib = 2 ** 20
const gib = 2 ** 30
/** What systems write where there is no limit: version 1, and Node. */
const unlimited = '9223372036854771712'
const nodeUnlimited = 2 ** 64

function system(files: Record<string, string>, constrainedBytes?: number): MemorySystem {
  return { totalBytes: 16 * gib, constrainedBytes, read: (file) => files[file] ?? null }
}

const v2Mount = '31 24 0:27 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n'
const v1Mount = (root: string): string =>
  `34 31 0:31 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n35 31 0:32 ${root} /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n`
const machine = { bytes: 16 * gib, limitedBy: 'machine' }
const container = { bytes: 600 * mib, limitedBy: 'container' }

describe('usableMemory', () => {
  it.each([
    ['nothing is known', system({})],
    ['Node knows no limit', system({}, 0)],
    ['Node tells a number beyond all machines', system({}, nodeUnlimited)],
    ['Node tells more than the machine has', system({}, 32 * gib)],
    ['Node tells nonsense', system({}, Number.NaN)],
    [
      'groups of version 2 have none',
      system({
        '/proc/self/cgroup': '0::/user.slice/me\n',
        '/proc/self/mountinfo': v2Mount,
        '/sys/fs/cgroup/user.slice/me/memory.max': 'max\n',
        '/sys/fs/cgroup/user.slice/me/memory.high': 'max\n',
      }),
    ],
    [
      'groups of version 1 have none',
      system({
        '/proc/self/cgroup': '4:memory:/me\n0::/\n',
        '/proc/self/mountinfo': v1Mount('/'),
        '/sys/fs/cgroup/memory/me/memory.limit_in_bytes': `${unlimited}\n`,
      }),
    ],
  ])('is the memory of the machine where %s', (_, given) => {
    expect(usableMemory(given)).toEqual(machine)
  })

  it.each([
    ['Node tells it', system({}, 600 * mib)],
    [
      'the topmost group of a container has it (version 2)',
      system({
        '/proc/self/cgroup': '0::/\n',
        '/proc/self/mountinfo': v2Mount,
        '/sys/fs/cgroup/memory.max': `${600 * mib}\n`,
      }),
    ],
    [
      'a group above has it (version 2), though the own one has none',
      system(
        {
          '/proc/self/cgroup': '0::/user.slice/user-0.slice/session.scope\n',
          '/proc/self/mountinfo': v2Mount,
          '/sys/fs/cgroup/user.slice/user-0.slice/session.scope/memory.max': 'max\n',
          '/sys/fs/cgroup/user.slice/user-0.slice/memory.max': `${2 * gib}\n`,
          '/sys/fs/cgroup/user.slice/memory.high': `${600 * mib}\n`,
        },
        nodeUnlimited,
      ),
    ],
    [
      'a group above has it (version 1, beside an empty hierarchy of version 2)',
      system(
        {
          '/proc/self/cgroup': '5:devices:/\n4:cpu,memory:/pods/me\n0::/\n',
          '/proc/self/mountinfo': `${v2Mount}${v1Mount('/')}`,
          '/sys/fs/cgroup/memory/pods/me/memory.limit_in_bytes': `${unlimited}\n`,
          '/sys/fs/cgroup/memory/pods/memory.limit_in_bytes': `${600 * mib}\n`,
        },
        0,
      ),
    ],
    [
      'the mount shows a part of the hierarchy only (version 1 in a container)',
      system({
        '/proc/self/cgroup': '4:memory:/docker/0123/inner\n',
        '/proc/self/mountinfo': v1Mount('/docker/0123'),
        '/sys/fs/cgroup/memory/inner/memory.limit_in_bytes': `${gib}\n`,
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${600 * mib}\n`,
      }),
    ],
    [
      'the group lies outside of what the mount shows',
      system({
        '/proc/self/cgroup': '4:memory:/elsewhere\n',
        '/proc/self/mountinfo': v1Mount('/docker/0123'),
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${600 * mib}\n`,
      }),
    ],
  ])('is the limit where %s', (_, given) => {
    expect(usableMemory(given)).toEqual(container)
  })

  it('is plausible here', () => {
    const { bytes } = usableMemory()
    expect(bytes).toBeGreaterThan(64 * mib)
    expect(Number.isSafeInteger(bytes)).toBe(true)
  })
})

describe('a heap in a container', () => {
  it('is a quarter of what the container may use', () => {
    expect(heapBytesFor(undefined, { bytes: 600 * mib, limitedBy: 'container' })).toBe(150 * mib)
  })

  it('is warned of where it does not fit, with both figures and whose the limit is', () => {
    const container = { bytes: 600 * mib, limitedBy: 'container' } as const
    expect(heapWarning(150 * mib, container)).toBeNull()
    expect(heapWarning(504 * mib, container)).toBeNull()
    expect(heapWarning(2 * gib, container)).toBe(
      '2 GiB for samples, and what else the program needs, are more than the 600 MiB that this container may use; ' +
        'the system may end the program',
    )
    expect(heapWarning(4 * gib, { bytes: 4 * gib, limitedBy: 'machine' })).toMatch(/the 4 GiB that this machine has/)
    // The smallest heap there is does not fit everywhere either.
    expect(heapWarning(64 * mib, { bytes: 128 * mib, limitedBy: 'container' })).toMatch(/128 MiB that this container/)
  })
})
