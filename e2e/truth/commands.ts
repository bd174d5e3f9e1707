// What the page of the oracle asks the other side for: looks at a signal, as plain text that a socket carries.
import { fileURLToPath } from 'node:url'
import type { BrowserCommand } from 'vitest/node'
import type { LookName, TruthCase } from './looks.ts'
import type * as session from './session.ts'

/** A look as it travels: binary parts in base64. */
export interface SentLook {
  readonly name: LookName
  readonly frame: string
  readonly view: { readonly secondsPerDiv: number; readonly positionSeconds: number; readonly atSample: number | null }
  readonly isGlowing: boolean
  readonly must: string
  readonly may: string
  readonly mayGlow: string
  readonly points: string
  /** Of the columns of the persistence map, over every sample: mean of the codes, and of their squares. */
  readonly mean: string
  readonly square: string
}

const text = (data: Uint8Array | Float32Array): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')

const none = new Float32Array()

/** Looks at some signals, one after another. */
export const lookAtSignals: BrowserCommand<[cases: readonly TruthCase[]]> = async ({ project }, cases) => {
  // Vitest's configuration names this file, and has to load before anything is built.
  const { lookAt } = await project.import<typeof session>(fileURLToPath(new URL('session.ts', import.meta.url)))
  const all: SentLook[][] = []
  for (const one of cases)
    all.push(
      (await lookAt(one)).map(({ name, frame, view, expected, moments }) => ({
        name,
        frame: text(frame),
        view: { secondsPerDiv: view.secondsPerDiv, positionSeconds: view.positionSeconds, atSample: view.atSample },
        isGlowing: view.persistence === true,
        must: text(expected.must),
        may: text(expected.may),
        mayGlow: text(expected.mayGlow),
        points: text(expected.points),
        mean: text(moments?.mean ?? none),
        square: text(moments?.square ?? none),
      })),
    )
  return all
}

declare module 'vitest/browser' {
  interface BrowserCommands {
    lookAtSignals: (cases: readonly TruthCase[]) => Promise<SentLook[][]>
  }
}
