// What a command line says about viewers of other machines: read and judged before anything starts, opened when the
// instrument is there.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { exitCode, type RunCommand } from '#main/cli/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import type { Terminal } from '#main/runtime/terminal.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import type { InstrumentService } from '#shared/contract/service.ts'
import { fail, say, toWireError } from '#shared/errors.ts'
import type { TakeFile } from '../upload.ts'
import { readCertificate } from './certificate.ts'
import { type Lab, openLab } from './lab.ts'
import { addressFor, addToken } from './new-token.ts'
import { TokenBook } from './token-book.ts'

export type LabWords = Pick<RunCommand, 'listen' | 'tlsCert' | 'tlsKey' | 'tokens'>

/** What it says on a terminal. */
export type LabOutput = Pick<Terminal, 'print' | 'note' | 'complain'>

/** Opens the instrument to viewers of other machines. @throws as `openLab` */
export type LetIn = (service: InstrumentService, takeFile?: TakeFile) => Promise<OpenedLab>

export interface OpenedLab extends Lab {
  /** Says where it is, for a person. */
  readonly line: string
}

/**
 * Reads the certificate and the tokens.
 * @param warn a line for who runs it
 * @returns null: nobody is to be let in
 * @throws what is wrong with a file, in a sentence
 */
export function prepareLab({ listen, tlsCert, tlsKey, tokens }: LabWords, warn: (line: string) => void): LetIn | null {
  if (listen === null) return null
  if (tlsCert === null || tlsKey === null || tokens === null)
    return fail('EINVAL', say`--listen needs a certificate, its key and a file of tokens.`)
  const certificate = readCertificate(tlsCert, tlsKey, realClock.unixMs())
  const book = new TokenBook(tokens, realClock, warn)
  const root = path.dirname(fileURLToPath(builtFile('../page/index.html')))
  return async (service, takeFile) => {
    const lab = await openLab(service, {
      endpoint: listen,
      certificate,
      book,
      root,
      ...(takeFile !== undefined && { takeFile }),
    })
    const address = addressFor('TOKEN', listen.host, lab.port)
    return {
      port: lab.port,
      close: () => lab.close(),
      line: `viewers of other machines come to ${address}, each with a token of ${tokens}`,
    }
  }
}

/** Makes the token that a command line asks for, and tells it, once. Returns the exit code. */
export function tellNewToken(command: RunCommand, { print, note, complain }: LabOutput): number {
  const { newToken, tokens, listen } = command
  try {
    if (newToken === null || tokens === null) return fail('EINVAL', say`No token is asked for.`)
    const secret = addToken(tokens, newToken, realClock.unixMs())
    const { name, right, days } = newToken
    print(secret)
    if (listen !== null) print(addressFor(secret, listen.host, listen.port))
    note(
      `${name} may ${right === 'control' ? 'look and take control' : 'look'} for ${days} days; the token is told once, and kept nowhere`,
    )
    return exitCode.ok
  } catch (thrown) {
    complain(toWireError(thrown).message)
    return exitCode.failed
  }
}
