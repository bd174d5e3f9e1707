import { readlinkSync } from 'node:fs'
import os from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { setThreadPriority } from './thread-priority.ts'

const linux = os.platform() === 'linux'
const threadId = (): number => Number(readlinkSync('/proc/thread-self').split('/').at(-1))

afterEach(() => setThreadPriority(0))

describe.runIf(linux)('setThreadPriority', () => {
  it('lets the calling thread give way', () => {
    setThreadPriority(3)
    expect(os.getPriority(threadId())).toBe(3)
  })

  it('is silent where the system refuses', () => {
    setThreadPriority(2)
    expect(() => setThreadPriority(1000)).not.toThrow()
    expect(os.getPriority(threadId())).toBe(2)
  })
})
