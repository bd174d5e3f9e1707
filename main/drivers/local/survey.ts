// What IIO devices there are below a root of files, and where each of their attributes is.
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { type AttributePlace, contextLimits, type RemoteChannel, type RemoteDevice, shown } from '#main/iiod/index.ts'
import { fail, say } from '#shared/errors.ts'
import { parseScanType, type ScanType } from '#shared/iio/index.ts'
import { type AttributeFile, type FoundChannel, findChannels } from './channels.ts'
import { readValue, type SystemFiles } from './system-files.ts'

/** A device, or a trigger. */
export interface SurveyedDevice {
  readonly description: RemoteDevice
  /** Its folder below `sys`. */
  readonly folder: string
  /** Its character device, whether it is there or not. */
  readonly node: string
  /** By {@link placeKey}, relative to the folder. */
  readonly files: ReadonlyMap<string, string>
  /** The buffer's own folder (`buffer`, or `buffer0` where there is no other); null: it has none. */
  readonly buffer: string | null
}

export const placeKey = (place: AttributePlace, name: string): string =>
  place.kind === 'channel' ? `${place.direction}_${place.channel}/${name}` : `${place.kind}/${name}`

/** Of the kernel's every device, and what the description has itself. */
const notShown = new Set(['uevent', 'dev', 'name', 'label', 'waiting_for_supplier'])
/** A name that is one word of printable ASCII. */
const word = /^[\x21-\x2e\x30-\x7e]{1,128}$/

/**
 * @param root `/` on a machine itself
 * @throws ENOENT there is no such folder, or no IIO device in it; EACCES it may not be read
 */
export async function surveyDevices(root: string, files: SystemFiles): Promise<readonly SurveyedDevice[]> {
  const folder = path.join(root, 'sys/bus/iio/devices')
  const ids = (await namesIn(folder, root)).filter((name) => /^(iio:device|trigger)\d{1,6}$/.test(name))
  if (!ids.some((id) => id.startsWith('iio:')))
    fail('ENOENT', say`There are no IIO devices in ${folder}; a driver has to be loaded for each.`)
  if (ids.length > contextLimits.devices)
    fail('EMSGSIZE', say`${folder} has more than ${contextLimits.devices} devices.`)
  const inOrder = ids.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const surveyed: SurveyedDevice[] = []
  for (const id of inOrder)
    surveyed.push(await surveyDevice(id, path.join(folder, id), path.join(root, 'dev', id), files))
  return surveyed
}

async function namesIn(folder: string, root: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (thrown) {
    const { code = 'EIO' } = thrown as NodeJS.ErrnoException
    if (code === 'EACCES') fail('EACCES', say`${folder} may not be read by this user.`)
    if (code !== 'ENOENT' && code !== 'ENOTDIR') fail('EIO', say`${folder} cannot be read: The system says ${code}.`)
    const isThere = await stat(root)
      .then((info) => info.isDirectory())
      .catch(() => false)
    if (!isThere) fail('ENOENT', say`${root} is no folder.`)
    if (path.resolve(root) === '/') fail('ENOENT', say`This machine has no IIO devices: there is no ${folder}.`)
    return fail('ENOENT', say`${root} has no IIO devices: there is no ${folder}.`)
  }
}

/** A folder that is not there has no files. */
async function filesIn(folder: string, below: string): Promise<readonly AttributeFile[]> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true }).catch(() => [])
  const found: AttributeFile[] = []
  for (const { name } of entries.filter((entry) => entry.isFile() && word.test(entry.name))) {
    const file = path.join(below, name)
    const mode = await stat(path.join(folder, file))
      .then((info) => info.mode)
      .catch(() => null)
    if (mode !== null) {
      const isElement = below !== '' && /^(in|out)_.+_(en|index|type)$/.test(name)
      found.push({ file, name, isReadOnly: (mode & 0o222) === 0, isElement })
    }
  }
  return found.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

async function surveyDevice(id: string, folder: string, node: string, files: SystemFiles): Promise<SurveyedDevice> {
  const value = (file: string): Promise<string> => readValue(files, path.join(folder, file)).catch(() => '')
  const old = await filesIn(folder, 'buffer')
  const bufferFolder = old.length > 0 ? 'buffer' : 'buffer0'
  const elementsFolder = old.length > 0 ? 'scan_elements' : 'buffer0'
  const ofBuffer = (old.length > 0 ? old : await filesIn(folder, bufferFolder)).filter(({ isElement }) => !isElement)
  const ofElements = (await filesIn(folder, elementsFolder)).filter(({ isElement }) => isElement)
  const own = (await filesIn(folder, '')).filter(({ name }) => !notShown.has(name))
  const { channels, others } = findChannels([...ofElements, ...own])
  if (channels.length > contextLimits.channels || own.length + ofElements.length > contextLimits.attributes)
    fail('EMSGSIZE', say`${folder} has too many files: ${own.length + ofElements.length}.`)
  const places = new Map<string, string>()
  const described: RemoteChannel[] = []
  for (const channel of channels) {
    const { direction, id: name, attributes } = channel
    for (const [attribute, { file }] of attributes)
      places.set(placeKey({ kind: 'channel', direction, channel: name }, attribute), file)
    const scan = await scanOf(channel, value)
    described.push({ id: name, direction, name: channel.name, scan, attributes: [...attributes.values()] })
  }
  for (const { name, file } of others) places.set(placeKey({ kind: 'device' }, name), file)
  for (const { name, file } of ofBuffer) places.set(placeKey({ kind: 'buffer' }, name), file)
  if ((await filesIn(folder, 'trigger')).some(({ name }) => name === 'current_trigger'))
    places.set('trigger', 'trigger/current_trigger')
  const attribute = ({ name, isReadOnly }: AttributeFile) => ({ name, isReadOnly, value: null })
  return {
    description: {
      id,
      name: shown(await value('name')),
      label: shown(await value('label')),
      channels: described,
      attributes: others.map(attribute),
      debugAttributes: [],
      bufferAttributes: ofBuffer.map(attribute),
    },
    folder,
    node,
    files: places,
    buffer: ofBuffer.length > 0 ? bufferFolder : null,
  }
}

/** Null: it is no scan element, or of a type that is not known here; its index and type are ordinary attributes then. */
async function scanOf(
  { attributes }: FoundChannel,
  value: (file: string) => Promise<string>,
): Promise<{ index: number; type: ScanType } | null> {
  const [index, type] = [attributes.get('index'), attributes.get('type')]
  if (index === undefined || type === undefined || !attributes.has('en')) return null
  const place = await value(index.file)
  if (!/^\d{1,4}$/.test(place) || Number(place) > contextLimits.scanIndex) return null
  try {
    const parsed = parseScanType(await value(type.file))
    const isFitting = (parsed.storagebits / 8) * parsed.repeat <= contextLimits.elementBytes
    return isFitting ? { index: Number(place), type: parsed } : null
  } catch {
    return null
  }
}
