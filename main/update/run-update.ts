// Updates on the command line: one action, in lines, without a window and without an instrument.
import type { Terminal } from '#main/runtime/terminal.ts'
import type { UpdateNews, UpdateOutcome } from '#shared/contract/topics/upkeep/updates.ts'
import { toWireError } from '#shared/errors.ts'
import { formatBytes } from '#shared/units.ts'
import type { UpdateWish } from './configuration.ts'
import { openUpdater } from './open-updater.ts'
import type { Updater } from './updater.ts'

export type UpdateAction = 'check' | 'install' | 'rollback'

export function newsLine(news: UpdateNews): string {
  if (news.state === 'off') return news.how
  const { running, newest, from, bytes, hindrance } = news
  if (news.state === 'current') return `${running} is the newest version: ${from} has ${newest}.`
  const size = bytes === null ? '' : ` (${formatBytes(bytes)})`
  return `Version ${newest}${size} is in ${from}; this is ${running}.${hindrance === null ? '' : ` ${hindrance}`}`
}

export function outcomeLine({ version, takesPlace, note }: UpdateOutcome): string {
  const done =
    takesPlace === 'now'
      ? `Version ${version} is installed; the next start has it.`
      : `Version ${version} is installed when this program has ended.`
  return note === '' ? done : `${done} ${note}`
}

/** Carries one out and prints what became of it. Resolves with whether it did what was asked for. @param updater for tests */
export async function runUpdate(
  action: UpdateAction,
  wish: UpdateWish,
  running: string,
  output: Pick<Terminal, 'print' | 'complain'>,
  updater?: Updater,
): Promise<boolean> {
  try {
    const one = updater ?? openUpdater(running, wish, () => null)
    if (action === 'check') {
      const news = await one.check()
      if (news.state !== 'off') {
        output.print(newsLine(news))
        return true
      }
      output.complain(newsLine(news))
      return false
    }
    output.print(outcomeLine(await (action === 'install' ? one.install() : one.rollBack())))
    return true
  } catch (thrown) {
    const { message, errno } = toWireError(thrown)
    output.complain(`${message} (${errno})`)
    return false
  }
}
