// The page needs no permission but writing to the clipboard, and the whole screen. Requests, checks and devices are answered no.
import type { Session } from 'electron'
import { pageOrigin } from '#shared/port/handover.ts'

const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen'])

/** Whether `origin` (as Electron gives it, with or without a final slash) has the permission. */
export function isPermitted(permission: string, origin: string): boolean {
  return allowed.has(permission) && origin.replace(/\/$/, '') === pageOrigin
}

/** Of an address. `URL.origin` knows none of a scheme of our own: it says `null`. */
export function originOf(address: string): string {
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}`
}

export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermitted(permission, originOf(details.requestingUrl)))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
}
