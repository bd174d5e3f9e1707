// The forms that values of options take.

import type { Assignment, ScheduledAssignment } from '#main/instrument/index.ts'
import { largestHeapBytes, smallestHeapBytes } from '#main/memory/index.ts'
import type { TcpEndpoint } from '#main/runtime/tcp.ts'
import { fail, say } from '#shared/errors.ts'
import { parseHostPort } from '#shared/host-port.ts'
import { formatBytes, parseBytes, parseSeconds } from '#shared/units.ts'
import type { NewToken } from './command.ts'

export function parseAssignment(option: string, text: string): Assignment {
  const equals = text.indexOf('=')
  if (equals <= 0) fail('EINVAL', say`${option} takes PATH=VALUE, not '${text}'.`)
  return { path: text.slice(0, equals), value: text.slice(equals + 1) }
}

export function parseScheduled(text: string): ScheduledAssignment {
  const colon = text.indexOf(':')
  if (colon <= 0) fail('EINVAL', say`--at takes TIME:PATH=VALUE, not '${text}'.`)
  const atSeconds = parseDuration('--at', text.slice(0, colon))
  return { atSeconds, ...parseAssignment('--at', text.slice(colon + 1)) }
}

/** Longest duration, seconds: its milliseconds are still counted one by one. */
const longestSeconds = Math.floor(Number.MAX_SAFE_INTEGER / 1e3)

export function parseDuration(option: string, text: string): number {
  let seconds: number
  try {
    seconds = parseSeconds(text)
  } catch {
    return fail('EINVAL', say`${option} takes a duration such as 5s or 250ms, not '${text}'.`)
  }
  if (seconds > longestSeconds)
    fail('EINVAL', say`${option} takes a duration of at most ${longestSeconds} s, not '${text}'.`)
  return seconds
}

export function parseWhole(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most))
    fail('EINVAL', say`${option} takes a whole number from ${least} to ${most}, not '${text}'.`)
  return value
}

/** `PORT`, `HOST:PORT` or `[ADDRESS]:PORT`, for an address with colons. */
export function parseEndpoint(option: string, text: string): TcpEndpoint {
  // A port alone reads as the name of a machine.
  const isPort = /^\d+$/.test(text)
  const { host, port } = parseHostPort(isPort ? `localhost:${text}` : text) ?? { host: '', port: null }
  if (port === null) fail('EINVAL', say`${option} takes [HOST:]PORT with a port from 0 to 65535, not '${text}'.`)
  return { host: isPort ? null : host, port }
}

/** As it stands in addresses, files and sentences. */
const namePattern = /^[A-Za-z0-9][\w.-]{0,39}$/
/** How long a token is good: as long as a visit to a lab, unless it is said; ten years at most. */
const usualDays = 30
const mostDays = 3650

/** `NAME[,control][,days=N]` */
export function parseNewToken(text: string): NewToken {
  const [name = '', ...parts] = text.split(',')
  if (!namePattern.test(name))
    fail('EINVAL', say`--new-token takes a name of at most 40 letters, digits, dots, - and _, not '${name}'.`)
  let [right, days]: [NewToken['right'], number] = ['view', usualDays]
  for (const part of parts) {
    const [, digits] = /^days=(.*)$/.exec(part) ?? []
    if (part === 'control' || part === 'view') right = part
    else if (digits !== undefined) days = parseWhole('days of --new-token', digits, 1, mostDays)
    else fail('EINVAL', say`--new-token takes NAME[,control][,days=N], not '${text}'.`)
  }
  return { name, right, days }
}

/** All block memory: what a short stream needs, up to what 32-bit addresses reach. */
const memoryRange = { least: smallestHeapBytes, most: largestHeapBytes } as const

export function parseMemory(text: string): number {
  let bytes: number
  try {
    bytes = parseBytes(text)
  } catch {
    bytes = Number.NaN
  }
  const { least, most } = memoryRange
  if (!(bytes >= least && bytes <= most))
    fail('EINVAL', say`--memory takes a size from ${formatBytes(least)} to ${formatBytes(most)}, not '${text}'.`)
  return bytes
}
