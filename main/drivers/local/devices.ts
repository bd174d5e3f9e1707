// The devices of one file tree, and where each of them is now: one that was plugged in again may have another number.
import path from 'node:path'
import type { AttributePlace, RemoteDevice } from '#main/iiod/index.ts'
import { fail, say } from '#shared/errors.ts'
import { placeKey, type SurveyedDevice, surveyDevices } from './survey.ts'
import type { SystemFiles } from './system-files.ts'

export class LocalDevices {
  readonly root: string
  readonly files: SystemFiles
  readonly descriptions: readonly RemoteDevice[]
  readonly #byId = new Map<string, SurveyedDevice>()

  private constructor(root: string, files: SystemFiles, surveyed: readonly SurveyedDevice[]) {
    this.root = root
    this.files = files
    this.descriptions = surveyed.map(({ description }) => description)
    for (const one of surveyed) this.#byId.set(one.description.id, one)
  }

  /** @throws as {@link surveyDevices} */
  static async open(root: string, files: SystemFiles): Promise<LocalDevices> {
    return new LocalDevices(root, files, await surveyDevices(root, files))
  }

  /** @param id as it was when the tree was opened */
  of(id: string): SurveyedDevice {
    return this.#byId.get(id) ?? fail('ENOENT', say`There is no device '${id}'.`)
  }

  /** The file of an attribute. @throws ENOENT it has none */
  fileOf(id: string, place: AttributePlace | 'trigger', name: string): string {
    const { folder, files } = this.of(id)
    const file = files.get(place === 'trigger' ? 'trigger' : placeKey(place, name))
    return file === undefined ? fail('ENOENT', say`${folder} has no ${name}.`) : path.join(folder, file)
  }

  /**
   * Looks for a device anew: under its own number, else under another one that no device here has.
   * @throws ENODEV it is not there, or another one is in its place
   */
  async find(id: string): Promise<void> {
    const before = this.of(id)
    const surveyed = await surveyDevices(this.root, this.files).catch(() => [])
    const taken = new Set([...this.#byId].filter(([other]) => other !== id).map(([, { folder }]) => folder))
    const found = surveyed
      .filter(({ description, folder }) => isAlike(description, before.description) && !taken.has(folder))
      .toSorted((a, b) => Number(b.folder === before.folder) - Number(a.folder === before.folder))[0]
    if (found === undefined)
      fail('ENODEV', say`${before.description.id} is not there: ${before.folder} is gone, or another device.`)
    this.#byId.set(id, found)
  }
}

/** The same in all but the number. */
function isAlike(one: RemoteDevice, other: RemoteDevice): boolean {
  const isTrigger = (id: string): boolean => id.startsWith('trigger')
  return (
    isTrigger(one.id) === isTrigger(other.id) &&
    JSON.stringify({ ...one, id: '' }) === JSON.stringify({ ...other, id: '' })
  )
}
