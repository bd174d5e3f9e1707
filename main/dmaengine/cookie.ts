// Cookies: positive, one more per submit, wrapping to 1. The first ever is 2, because 1 stands for "nothing yet".
import type { DmaCookie } from './types.ts'

export const firstCookie: DmaCookie = 1
export const lastCookie: DmaCookie = 2 ** 31 - 1

export function nextCookie(cookie: DmaCookie): DmaCookie {
  return cookie >= lastCookie ? firstCookie : cookie + 1
}

/** Whether `cookie` is the last completed one or older, with wrap-around between `completed` and `used`. */
export function isCookieComplete(cookie: DmaCookie, completed: DmaCookie, used: DmaCookie): boolean {
  if (completed <= used) return cookie <= completed || cookie > used
  return cookie <= completed && cookie > used
}
