// What a command line asks for.

import type { Assignment, ScheduledAssignment } from '#main/instrument/index.ts'
import type { TcpEndpoint } from '#main/runtime/tcp.ts'
import type { UpdateAction } from '#main/update/index.ts'
import type { IiodOverrun } from '#shared/contract/topics/iiod.ts'
import type { ExportWish } from '#shared/kinds/exports.ts'
import type { Rotation } from '#shared/kinds/rotation.ts'

export type Front = 'electron' | 'browser' | 'headless'

/** A token for somebody. */
export interface NewToken {
  readonly name: string
  readonly right: 'view' | 'control'
  /** How long it is good. */
  readonly days: number
}

export interface RunCommand {
  readonly kind: 'run'
  /** null: choose by what the machine has. */
  readonly front: Front | null
  /** Seconds of capture; null: until interrupted (headless) or closed. */
  readonly forSeconds: number | null
  readonly json: boolean
  readonly list: boolean
  /** Print the diagnostics, and end. */
  readonly diagnose: boolean
  readonly seed: number
  /** Contexts of other machines or of this one, whose devices are added: `ip:HOST`, `local:`. */
  readonly connect: readonly string[]
  /** Id or name of the device to capture; null: the first. */
  readonly device: string | null
  readonly set: readonly Assignment[]
  readonly at: readonly ScheduledAssignment[]
  /** `pulse channel=voltage0 width=<20ns`; null: the one that is set. */
  readonly trigger: string | null
  /** What is looked for in the memory, in the same form; null: nothing, or what a session says. */
  readonly search: string | null
  /** What is measured: `rise voltage0` each. */
  readonly measure: readonly string[]
  /** So many segments are kept, and the capture ends with the last; null: as it is set. */
  readonly segments: number | null
  readonly record: string | null
  /** Files of other forms that the same samples go to. */
  readonly exports: readonly ExportWish[]
  /** Files that the segments go to at the end. */
  readonly segmentExports: readonly ExportWish[]
  /** Where the blocks go as they come. */
  readonly streams: readonly { readonly target: string; readonly isLossless: boolean }[]
  /** {@link record} and {@link exports} go into rows of files; null: into one each. */
  readonly rotate: Rotation | null
  /** Channels to capture, by id; null: those that are on. */
  readonly channels: readonly string[] | null
  /** Replace the files of {@link record}, {@link exports}, {@link segmentExports} and {@link streams}, and their descriptions, when they are there. */
  readonly overwrite: boolean
  /** Scans to record; null: until the end. */
  readonly samples: number | null
  /** TCP port of the browser front; 0: any free one. */
  readonly port: number
  /** Where viewers of other machines come to; null: nowhere. A host of null is every address of this machine. */
  readonly listen: TcpEndpoint | null
  /** PEM files: the certificate of that server and its key. */
  readonly tlsCert: string | null
  readonly tlsKey: string | null
  /** File of the tokens by which those viewers are let in. */
  readonly tokens: string | null
  /** A token to be made, instead of anything else; null: none. */
  readonly newToken: NewToken | null
  /** The window is all there is of the screen, and is left by a chord alone. */
  readonly kiosk: boolean
  /** Where IIOD clients are served; null: nowhere. */
  readonly iiod: TcpEndpoint | null
  /** What becomes of scans that an IIOD client is too slow for; null: as it is set. */
  readonly iiodOverrun: IiodOverrun | null
  /** Where SCPI clients are served; null: nowhere. */
  readonly scpi: TcpEndpoint | null
  /** Memory for blocks, bytes; null: what fits the machine. */
  readonly memoryBytes: number | null
  /** Folders whose files viewers may play; none named: that of recordings. */
  readonly files: readonly string[]
  /** Folder of the recordings that are made on the screen; null: the one of last time, or the usual one. */
  readonly recordings: string | null
  /** Folder of the log; null: the program's own, and none without a screen. */
  readonly log: string | null
  /** The log may name users' files. */
  readonly logPaths: boolean
  /** The session file to begin with; null: none. */
  readonly session: string | null
  /** Folder of the person's settings; null: the platform's. */
  readonly config: string | null
  /** The profile to begin with; null: none. */
  readonly profile: string | null
  /** All that is kept is put back to the beginning before anything else. */
  readonly factoryReset: boolean
  /** Folder or address that updates come from; null: what the machine's file says. */
  readonly updateFrom: string | null
  /** File of the public key that signs them; null: what the machine's file says. */
  readonly updateKey: string | null
}

/** Another version instead of a run. */
export interface UpdateCommand {
  readonly kind: 'update'
  readonly action: UpdateAction
  readonly from: string | null
  readonly key: string | null
}

export type Command = RunCommand | UpdateCommand | { readonly kind: 'help' } | { readonly kind: 'version' }

type Writable<T> = T extends readonly (infer Item)[] ? Item[] : T

/** A run while its options are read one after the other. */
export type Draft = { -readonly [Key in keyof Omit<RunCommand, 'kind'>]: Writable<RunCommand[Key]> }
