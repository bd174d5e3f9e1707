// What is done about updates: looks, installs, goes back. Everything is checked before anything is touched, and what is refused has
// changed nothing.
import type { KeyObject } from 'node:crypto'
import path from 'node:path'
import { gt } from 'semver'
import type { UpdateNews, UpdateOutcome } from '#shared/contract/topics/upkeep/updates.ts'
import { asErrnoError, ErrnoError, fail, say } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'
import { howToSwitchOn, type UpdateSource } from './configuration.ts'
import { believe, type Feed, readFeed } from './feed/feed.ts'
import { fetchFile, isWhole } from './feed/fetch-file.ts'
import { type FeedMetadata, fileOfKind, type PackageKind, type Release } from './feed/metadata.ts'
import { openPlace } from './feed/open-place.ts'
import { readPublicKey } from './feed/signature.ts'
import type { Installer } from './installers/installer.ts'
import { type Kept, type KeptRelease, prune, readKept, writeKept } from './kept.ts'

export interface UpdaterOptions {
  /** The version that runs. */
  readonly running: string
  /** Null: updates are off. */
  readonly source: UpdateSource | null
  readonly platform: NodeJS.Platform
  /** Null: this program came from no package. */
  readonly installer: () => Promise<Installer | null>
  /** Folder of packages. */
  readonly cache: string
  /** What forbids an installation now, in a sentence; null: nothing is under way. */
  readonly underWay: () => string | null
}

const noPackage = say`This program was not installed from a deb, an rpm, an AppImage or the installer for Windows, so there is nothing to replace.`

export class Updater {
  readonly #options: UpdaterOptions
  #isInstalling = false

  constructor(options: UpdaterOptions) {
    this.#options = options
  }

  /** An installation is under way: no capture may begin. */
  get isInstalling(): boolean {
    return this.#isInstalling
  }

  /** Looks into the feed; changes nothing. @throws what reading the feed throws */
  async check(): Promise<UpdateNews> {
    const { source, running, cache, installer: find } = this.#options
    if (source === null) return { state: 'off', how: howToSwitchOn }
    const { metadata } = await this.#read(source)
    const installer = await find()
    const { before } = await readKept(cache)
    return {
      state: gt(metadata.version, running) ? 'new' : 'current',
      running,
      newest: metadata.version,
      bytes: installer === null ? null : (fileOfKind(metadata, installer.kind)?.bytes ?? null),
      from: source.from,
      hindrance: installer === null ? inWords(noPackage) : installer.hindrance(),
      before: before?.version ?? null,
    }
  }

  /**
   * Installs the newest version of the feed.
   * @param wanted the one that a person saw; null: whichever it is
   * @throws ENOSYS updates are off, or this program came from no package; EBUSY something is under way; ENODATA nothing is newer;
   *   ENOENT there is no package of the kind; EACCES the signature is wrong; EBADMSG the metadata or the package is damaged; ENOSPC
   */
  install(wanted: string | null = null): Promise<UpdateOutcome> {
    return this.#alone(async () => {
      const { source, running } = this.#options
      if (source === null) fail('ENOSYS', say`${howToSwitchOn}`)
      const installer = await this.#installer()
      const feed = await this.#read(source)
      const { metadata } = feed
      if (!gt(metadata.version, running))
        fail('ENODATA', say`There is nothing newer than ${running}: the feed has ${metadata.version}.`)
      if (wanted !== null && wanted !== metadata.version)
        fail('ENODATA', say`The feed has version ${metadata.version} by now, not ${wanted}; look again.`)
      const file = fileOf(metadata, installer.kind)
      const { cache } = this.#options
      const kept = await readKept(cache)
      let before: KeptRelease | null
      try {
        const at = await fetchFile(openPlace(source.from), file, cache)
        before = await this.#keepBefore(installer, feed, source)
        this.#refuseUnderWay()
        // Before it is installed: what cannot be written down is not begun.
        await writeKept(cache, { current: { version: metadata.version, file, signed: feed.signed }, before })
        await this.#carryOut(installer, { file: at, version: metadata.version, isBack: false }, kept)
      } catch (thrown) {
        // Where only the right is missing, the sentence has the command, and the command needs the package.
        if (asErrnoError(thrown).errno !== 'EACCES') await prune(cache, kept)
        throw thrown
      }
      await prune(cache, await readKept(cache))
      const note =
        before === null
          ? inWords(say`There is no way back to ${running}: its package is neither kept nor in the feed.`)
          : ''
      return { version: metadata.version, takesPlace: installer.takesPlace, note }
    })
  }

  /**
   * Installs the version before, from what is kept.
   * @throws ENOENT none is kept; EBADMSG its package is damaged; EACCES it is not signed; else as {@link install}
   */
  rollBack(): Promise<UpdateOutcome> {
    return this.#alone(async () => {
      const { source, cache } = this.#options
      const installer = await this.#installer()
      const kept = await readKept(cache)
      const { before } = kept
      if (before === null) fail('ENOENT', say`No version is kept to go back to.`)
      const at = path.join(cache, before.file.name)
      if (!before.file.name.endsWith(`.${installer.kind}`) || !(await isWhole(at, before.file)))
        fail('EBADMSG', say`The package of version ${before.version}, ${at}, is damaged or gone; nothing was changed.`)
      if (before.signed === null) {
        // A copy of what ran here; a package that root installs is believed for its signature alone.
        if (installer.kind !== 'AppImage') fail('EACCES', say`The package of version ${before.version} is not signed.`)
      } else {
        if (source === null) fail('ENOSYS', say`${howToSwitchOn}`)
        const metadata = believe(before.signed, await readPublicKey(source.key))
        if (!names(metadata, before))
          fail('EACCES', say`The package of version ${before.version} is not the signed one.`)
      }
      this.#refuseUnderWay()
      await this.#carryOut(installer, { file: at, version: before.version, isBack: true }, kept)
      const left = { current: before, before: null }
      // It is installed: a note that cannot be written is no failure of that.
      await writeKept(cache, left).then(
        () => prune(cache, left),
        () => undefined,
      )
      return { version: before.version, takesPlace: installer.takesPlace, note: '' }
    })
  }

  /** One at a time, and nothing under way when it begins. */
  async #alone(work: () => Promise<UpdateOutcome>): Promise<UpdateOutcome> {
    if (this.#isInstalling) fail('EBUSY', say`An update is being installed.`)
    this.#refuseUnderWay()
    this.#isInstalling = true
    try {
      return await work()
    } finally {
      this.#isInstalling = false
    }
  }

  #refuseUnderWay(): void {
    const why = this.#options.underWay()
    if (why !== null) fail('EBUSY', say`Nothing is installed now: ${why}`)
  }

  async #installer(): Promise<Installer> {
    const installer = await this.#options.installer()
    if (installer === null) throw new ErrnoError('ENOSYS', noPackage)
    return installer
  }

  async #read(source: UpdateSource): Promise<Feed> {
    const key: KeyObject = await readPublicKey(source.key)
    return readFeed(openPlace(source.from), key, this.#options.platform)
  }

  /** Has the package of the version that runs, to go back to; null when it cannot be had. @throws ENOSPC and the like */
  async #keepBefore(
    installer: Installer,
    { metadata, signed }: Feed,
    source: UpdateSource,
  ): Promise<KeptRelease | null> {
    const { cache, running } = this.#options
    const copy = await installer.keep(cache, running)
    if (copy !== null) return { version: running, file: copy, signed: null }
    const { current } = await readKept(cache)
    if (current?.version === running && (await isWhole(path.join(cache, current.file.name), current.file)))
      return current
    const release = metadata.previous.find(({ version }) => version === running)
    const file = release === undefined ? undefined : fileOfKind(release, installer.kind)
    if (file === undefined) return null
    try {
      await fetchFile(openPlace(source.from), file, cache)
      return { version: running, file, signed }
    } catch (thrown) {
      // The lab may have taken the old file away; a full disk is another matter.
      if (['ENOENT', 'EBADMSG'].includes(asErrnoError(thrown).errno)) return null
      throw thrown
    }
  }

  /** Installs; when that fails, what was kept before is kept. */
  async #carryOut(installer: Installer, step: Parameters<Installer['install']>[0], kept: Kept): Promise<void> {
    try {
      await installer.install(step)
    } catch (thrown) {
      await writeKept(this.#options.cache, kept).catch(() => undefined)
      throw thrown
    }
  }
}

function fileOf(release: Release, kind: PackageKind) {
  return fileOfKind(release, kind) ?? fail('ENOENT', say`The feed has no .${kind} of version ${release.version}.`)
}

/** Whether signed metadata has this very file, of this version. */
function names(metadata: FeedMetadata, { version, file }: KeptRelease): boolean {
  return [metadata, ...metadata.previous].some(
    (release) =>
      release.version === version &&
      release.files.some(
        ({ name, bytes, sha512 }) => name === file.name && bytes === file.bytes && sha512 === file.sha512,
      ),
  )
}
