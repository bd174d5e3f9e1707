// Which files viewers may play, and under what names. A viewer is a page in a browser, or a script: it could be anybody's.
// So it plays what is in a folder that is offered, what a person has brought (by a dialog, by dropping it), and what the
// command line named; whoever started the program may name any file there is.
//
// A name without a slash at its begin is looked up here and nowhere else, whoever wrote it; a path with one was written on
// the command line, or is refused when a viewer writes it. All refusals are one sentence, and for a path that is not
// offered nothing is looked at: so nobody learns what else there is.
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { homeFolder } from '#main/runtime/drive/home.ts'
import type { FoundFile } from '#main/runtime/found-file.ts'
import type { FileOrigin, OfferedFile } from '#shared/contract/topics/files.ts'
import { fail, say } from '#shared/errors.ts'
import { freeName, isOfferedName, offeredNameOf } from '#shared/files/offered-name.ts'
import { expandHome, formatFileSource, isFileSource, parseFileSource } from '#shared/files/source-text.ts'
import { formatStreamSource, isStreamSource, parseStreamSource, replayedFile } from '#shared/streams/stream-text.ts'
import { OfferedFolder } from './folder.ts'
import { Inbox, type InboxOptions } from './inbox.ts'

/** What every viewer hears that names a file it may not play. */
export const refusalSentence = say`This file is not offered. Choose one of the list, drop one on the window, or send it.`

/** Streams reach other programs and machines: only who started the program may say which. */
export const streamSentence = say`Only a stream that the command line names can be chosen here.`

export interface OfferedFilesOptions {
  /** Folders whose files are offered; of files with the same name the first folder's. */
  readonly folders: readonly string[]
  readonly inbox?: InboxOptions
}

/** A file that was brought or named. */
interface Brought {
  readonly path: string
  readonly from: Exclude<FileOrigin, 'folder'>
}

/** Files that a person chose in a dialog, and that the command line named, are remembered up to so many. */
const mostBrought = 64

export class OfferedFiles {
  #folders: readonly OfferedFolder[]
  readonly #inbox: Inbox
  /** By the name they are offered under; the newest last. */
  readonly #brought = new Map<string, Brought>()
  /** That the command line named, as they are written. */
  readonly #streams = new Set<string>()
  #onChange: () => void = () => undefined

  constructor({ folders, inbox }: OfferedFilesOptions) {
    this.#folders = folders.map((folder) => new OfferedFolder(folder))
    this.#inbox = new Inbox(inbox)
    this.#inbox.onDropped = (file) => this.#forget(file)
  }

  /** Offers another folder; of files with the same name its. */
  offerFolder(folder: string): void {
    const offered = new OfferedFolder(folder)
    this.#folders = [offered, ...this.#folders.filter((other) => other.path !== offered.path)]
    this.#onChange()
  }

  /** What was brought or named has changed. */
  set onChange(listener: () => void) {
    this.#onChange = listener
  }

  /** Names of what was brought, or named on the command line; the newest last. */
  get brought(): readonly string[] {
    return [...this.#brought.keys()]
  }

  /**
   * What a viewer writes to an attribute, as it may be written: a file source has the name of an offered file, anything
   * else stays, but a stream is one that the command line named. Looks at no file: whether there is one of that name, {@link locate} finds out.
   * @throws EACCES, the same for every file that is not offered; EINVAL for a text that is no source of files
   */
  admit(value: string): string {
    const replayed = replayedFile(value)
    if (replayed !== null) return replayed.of(this.admit(replayed.file))
    if (isStreamSource(value)) {
      const written = formatStreamSource(parseStreamSource(value))
      return this.#streams.has(written) ? written : fail('EACCES', streamSentence)
    }
    if (!isFileSource(value)) return value
    const source = parseFileSource(value)
    const name = this.#nameOf(source.path) ?? fail('EACCES', refusalSentence)
    return formatFileSource({ path: name, options: source.options })
  }

  /**
   * What the command line writes to an attribute: a relative path is meant from the working directory. Looks at no file, and
   * offers none: see {@link offer}.
   * @throws EINVAL for a text that is no source of files
   */
  named(value: string): string {
    const replayed = replayedFile(value)
    if (replayed !== null) return replayed.of(this.named(replayed.file))
    if (isStreamSource(value)) return namedStream(value)
    if (!isFileSource(value)) return value
    const { path: given, options } = parseFileSource(value)
    return formatFileSource({ path: path.resolve(expandHome(given, homeFolder())), options })
  }

  /**
   * What a session file that the command line names writes to an attribute: a name stays one of what is offered, a path is
   * one of the command line's. Offers nothing.
   * @throws as {@link admit} and {@link named}
   */
  known(value: string): string {
    const replayed = replayedFile(value)
    if (replayed !== null) return replayed.of(this.known(replayed.file))
    if (isStreamSource(value)) return namedStream(value)
    if (!isFileSource(value)) return value
    return path.isAbsolute(expandHome(parseFileSource(value).path, homeFolder()))
      ? this.named(value)
      : this.admit(value)
  }

  /** A source of the command line is in force: its file is offered to viewers from then on, by the path it was named. */
  offer(value: string): void {
    const replayed = replayedFile(value)
    if (replayed !== null) {
      this.offer(replayed.file)
      return
    }
    if (isStreamSource(value)) this.#streams.add(namedStream(value))
    if (!isFileSource(value)) return
    const { path: named } = parseFileSource(value)
    if (path.isAbsolute(named)) this.#bring(named, { path: named, from: 'commandLine' })
  }

  /** A source as it can be played at the next start: what came by a dialog by its path; null for what will be gone. */
  lasting(value: string): string | null {
    const replayed = replayedFile(value)
    if (replayed !== null) {
      const file = this.lasting(replayed.file)
      return file === null ? null : replayed.of(file)
    }
    if (isStreamSource(value)) return null
    if (!isFileSource(value)) return value
    const { path: name, options } = parseFileSource(value)
    const brought = this.#brought.get(name)
    if (brought === undefined) return value
    return brought.from === 'upload' ? null : formatFileSource({ path: brought.path, options })
  }

  /**
   * The file a source names, for whoever opens it. An absolute path is what it says: only the command line can have
   * written it.
   * @throws EACCES for a name that is not offered, the same whatever lies there
   */
  async locate(named: string): Promise<FoundFile> {
    if (path.isAbsolute(named)) return { name: named, path: named, identity: null }
    return (await this.#find(named)) ?? fail('EACCES', refusalSentence)
  }

  /** A file that a person chose in a dialog of this program. Resolves with its name. @throws ENOENT it is not there */
  async choose(file: string): Promise<string> {
    const real = await realpath(file).catch(() => fail('ENOENT', say`There is no file ${file}.`))
    return this.#bringNamed(offeredNameOf(file), { path: real, from: 'dialog' })
  }

  /** A file that a viewer sends. Resolves with its name. @throws as {@link Inbox.take} */
  async take(content: AsyncIterable<Uint8Array>, given: string, announcedBytes: number | null): Promise<string> {
    const name = offeredNameOf(given)
    const file = await this.#inbox.take(content, path.extname(name), announcedBytes)
    return this.#bringNamed(name, { path: file, from: 'upload' })
  }

  /** All that is offered: what was brought first, the newest before the others; then the folders. */
  async list(): Promise<readonly OfferedFile[]> {
    const found = new Map<string, OfferedFile>()
    for (const [name, { path: file, from }] of [...this.#brought].reverse()) {
      const info = await stat(file).catch(() => null)
      if (info?.isFile()) found.set(name, { name, bytes: info.size, modifiedUnixMs: info.mtimeMs, from })
    }
    for (const folder of this.#folders)
      for (const file of await folder.list()) if (!found.has(file.name)) found.set(file.name, file)
    return [...found.values()]
  }

  /** Removes what viewers have sent. */
  close(): Promise<void> {
    return this.#inbox.close()
  }

  /** The name a path of a viewer's stands for; null when it is none of what is offered. Looks at no file. */
  #nameOf(given: string): string | null {
    const named = expandHome(given, homeFolder())
    if (this.#brought.has(named)) return named
    if (!path.isAbsolute(named)) return isOfferedName(named) ? named : null
    for (const folder of this.#folders) {
      const name = folder.nameOf(named)
      if (name !== null) return name
    }
    return null
  }

  async #find(name: string): Promise<FoundFile | null> {
    const brought = this.#brought.get(name)
    if (brought !== undefined) return { name, path: brought.path, identity: null }
    for (const folder of this.#folders) {
      const located = await folder.locate(name)
      if (located !== null) return located
    }
    return null
  }

  /** Under a name of its own, but again under the one it has: a file that is sent again replaces what was sent before. */
  async #bringNamed(name: string, file: Brought): Promise<string> {
    const inFolders = await Promise.all(this.#folders.map((folder) => folder.locate(name)))
    const isInFolder = inFolders.some((located) => located !== null)
    const free = freeName(name, (candidate) => {
      const other = this.#brought.get(candidate)
      return other === undefined ? candidate === name && isInFolder : other.from !== file.from
    })
    const before = this.#brought.get(free)
    this.#bring(free, file)
    if (before?.from === 'upload') await this.#inbox.drop(before.path)
    return free
  }

  #bring(name: string, file: Brought): void {
    this.#brought.delete(name)
    this.#brought.set(name, file)
    const [oldest] = this.#brought.keys()
    if (this.#brought.size > mostBrought && oldest !== undefined) this.#brought.delete(oldest)
    this.#onChange()
  }

  #forget(file: string): void {
    for (const [name, brought] of this.#brought) if (brought.path === file) this.#brought.delete(name)
    this.#onChange()
  }
}

/** A stream of the command line: the path of a FIFO is meant from the working directory. @throws EINVAL */
function namedStream(value: string): string {
  const { address, options } = parseStreamSource(value)
  if (address.kind !== 'path') return formatStreamSource({ address, options })
  const resolved = path.resolve(expandHome(address.path, homeFolder()))
  return formatStreamSource({ address: { ...address, path: resolved }, options })
}
