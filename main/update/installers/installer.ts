// What puts a package into the place of the one that runs.
import type { FeedFile, PackageKind } from '../feed/metadata.ts'

export interface Step {
  /** The package, fetched and checked. */
  readonly file: string
  /** Its version. */
  readonly version: string
  /** It is an older one than that which is installed. */
  readonly isBack: boolean
}

export interface Installer {
  readonly kind: PackageKind
  /** When the new version is in its place: now, or when this program has ended. */
  readonly takesPlace: 'now' | 'at the end'
  /** Why it cannot be done here, before anything is fetched; null when it can. */
  hindrance(): string | null
  /**
   * Keeps the version that is there, in `folder`; null where nothing but its package can bring it back.
   * @param version that one
   */
  keep(folder: string, version: string): Promise<FeedFile | null>
  /** @throws EIO, EACCES, ENOSPC ...: then the version that was there is there */
  install(step: Step): Promise<void>
}
