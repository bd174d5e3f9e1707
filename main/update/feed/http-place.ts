// A feed on a server of the lab. Who answers proves nothing, so http is as good as https: what comes is believed for its signature.
// A server that is silent, or sends one round in a circle, is given up.
import { realClock } from '#main/runtime/clock.ts'
import { ErrnoError, fail, say, sentenceOf } from '#shared/errors.ts'
import { nothingToDispose } from '#shared/lifecycle.ts'
import { patience } from '#shared/patience.ts'
import type { FeedPlace } from './place.ts'

/** So long nothing may come, ms. */
const silentMs = 30_000
const mostRedirects = 3

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

/** The address after a redirect. @throws EPROTO it leads to no address, or away from https */
function nextAddress(from: URL, location: string | null): URL {
  const next = location !== null && URL.canParse(location, from.href) ? new URL(location, from) : null
  if (next === null || !/^https?:$/.test(next.protocol))
    fail('EPROTO', say`${from.href} leads to '${location ?? ''}', which is no address.`)
  if (from.protocol === 'https:' && next.protocol === 'http:')
    fail('EPROTO', say`${from.href} leads away from https, to ${next.href}.`)
  return next
}

/** What a failed request says, without the layers around the reason. */
function requestError(thrown: unknown, url: URL, isSilent: boolean): ErrnoError {
  if (thrown instanceof ErrnoError) return thrown
  if (isSilent) return new ErrnoError('ETIMEDOUT', say`${url.href} has been silent for ${silentMs / 1000} s.`)
  const reason = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  return new ErrnoError('EIO', say`${url.href} cannot be read: ${sentenceOf(reason)}`)
}

/** @param timeoutMs another time of silence, for tests */
export function httpPlace(text: string, timeoutMs: number = silentMs): FeedPlace {
  return {
    text,
    async *read(name) {
      const base = new URL(text)
      base.pathname = `${base.pathname.replace(/\/$/, '')}/${encodeURIComponent(name)}`
      let url = base
      const given = new AbortController()
      let limit = nothingToDispose
      const heard = (): void => {
        limit.dispose()
        limit = patience(realClock, timeoutMs, () => given.abort())
      }
      heard()
      try {
        for (let turn = 0; ; turn++) {
          const response = await fetch(url, {
            redirect: 'manual',
            signal: given.signal,
            // Bytes as they are: their sum is known.
            headers: { 'accept-encoding': 'identity' },
          })
          heard()
          if (isRedirect(response.status)) {
            await response.body?.cancel()
            if (turn === mostRedirects) fail('ELOOP', say`${base.href} leads on more than ${mostRedirects} times.`)
            url = nextAddress(url, response.headers.get('location'))
            continue
          }
          if (!response.ok || response.body === null) {
            await response.body?.cancel()
            fail(
              response.status === 404 ? 'ENOENT' : 'EIO',
              say`${url.href} cannot be read: the server answers ${response.status}.`,
            )
          }
          for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
            heard()
            yield piece
          }
          return
        }
      } catch (thrown) {
        throw requestError(thrown, url, given.signal.aborted)
      } finally {
        limit.dispose()
        given.abort()
      }
    },
  }
}
