// A session of this instrument, for whoever may name any file: the command line, and what the desktop app kept.
import { formatSession, parseSession } from '#shared/session/session.ts'
import type { InstrumentParts } from '../parts.ts'
import { blockscopeVersion } from '../version.ts'
import { readSessionFile } from './session-file.ts'
import type { WritePath } from './write-path.ts'

/** What of an instrument a session is about. */
interface Instrument {
  readonly parts: Pick<InstrumentParts, 'files'>
  readonly settings: WritePath
}

/**
 * Applies a session, whole or not at all.
 * @param locked what of it is locked and differs refuses it, or is left as it is: what the program itself has kept may be older
 *   than the lock
 * @throws EINVAL, ENOENT, EACCES, ... with one sentence; nothing has changed then
 */
export async function applySession(
  instrument: Instrument,
  text: string,
  locked: 'refuse locked' | 'leave locked' = 'refuse locked',
): Promise<void> {
  const { files } = instrument.parts
  const { locks } = instrument.settings
  const asked = parseSession(text).filter(({ path }) => locked === 'refuse locked' || !locks.isLocked(path))
  const settings = asked.map(({ path, value }) => ({
    path,
    value: path.startsWith('device/') && typeof value === 'string' ? files.known(value) : value,
  }))
  await instrument.settings.load(settings)
  // Only now: a session that is refused changes nothing, the files that are offered included.
  for (const { path, value } of settings) if (path.startsWith('device/')) files.offer(String(value))
}

/** @throws as {@link applySession}; EINVAL when the file cannot be read */
export async function applySessionFile(instrument: Instrument, file: string): Promise<void> {
  await applySession(instrument, await readSessionFile(file))
}

/** All settings as they can be applied at the next start: files that will be gone by then are left out. */
export async function sessionToKeep(instrument: Instrument): Promise<string> {
  const { files } = instrument.parts
  const kept = [...(await instrument.settings.read())].flatMap(([path, value]) => {
    const lasting = path.startsWith('device/') && typeof value === 'string' ? files.lasting(value) : value
    return lasting === null ? [] : [[path, lasting] as const]
  })
  return formatSession(new Map(kept), blockscopeVersion)
}
