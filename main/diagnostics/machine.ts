// The machine a program runs on, as far as a helper wants to know it. No names: neither the machine's nor the user's.
import os from 'node:os'

export interface MachineFacts {
  readonly platform: string
  /** Of the kernel. */
  readonly release: string
  readonly arch: string
  readonly cores: number
  readonly model: string
  readonly memoryBytes: number
  readonly freeBytes: number
  readonly upSeconds: number
  readonly load: readonly number[]
}

export function machineFacts(): MachineFacts {
  const cpus = os.cpus()
  return {
    platform: process.platform,
    release: os.release(),
    arch: process.arch,
    cores: cpus.length,
    model: cpus[0]?.model.trim() ?? 'unknown',
    memoryBytes: os.totalmem(),
    freeBytes: os.freemem(),
    upSeconds: Math.round(os.uptime()),
    load: os.loadavg(),
  }
}

/** What the program is run by, by name. */
export function runtimeVersions(versions: NodeJS.ProcessVersions = process.versions): Readonly<Record<string, string>> {
  const named = ['electron', 'chrome', 'node', 'v8'] as const
  return Object.fromEntries(named.flatMap((name) => (versions[name] === undefined ? [] : [[name, versions[name]]])))
}
