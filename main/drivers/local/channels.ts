// The files of a device's folders as channels with their attributes: each channel's own ones, and those that it shares with others.
import type { RemoteAttribute } from '#main/iiod/index.ts'
import { readElementName, readSysfsName, type SysfsName } from './names.ts'

/** A file of sysfs. */
export interface AttributeFile {
  /** Relative to the folder of the device: `scan_elements/in_voltage0_en`. */
  readonly file: string
  /** `in_voltage0_en`. */
  readonly name: string
  readonly isReadOnly: boolean
  /** It is of a scan element. */
  readonly isElement: boolean
}

export interface FoundAttribute extends RemoteAttribute {
  readonly file: string
  readonly isReadOnly: boolean
}

export interface FoundChannel {
  readonly id: string
  readonly direction: 'in' | 'out'
  /** Extended name; empty: none. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, FoundAttribute>
}

interface Draft {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly of: SysfsName
  name: string
  readonly attributes: Map<string, FoundAttribute>
}

/** What a channel that is alone of its type has, and one that is shared does not. */
const ofOneChannel = new Set(['raw', 'input', 'en', 'index', 'type'])
/** Attributes of the kernel that end like a value of a channel with an extended name. */
const noExtendedNames = new Set(['mean', 'peak'])

/** @returns channels, and the files that are of none */
export function findChannels(files: readonly AttributeFile[]): {
  readonly channels: readonly FoundChannel[]
  readonly others: readonly AttributeFile[]
} {
  const others: AttributeFile[] = []
  const named: { readonly of: SysfsName; readonly file: AttributeFile }[] = []
  for (const file of files) {
    const of = readSysfsName(file.name) ?? (file.isElement ? readElementName(file.name) : null)
    if (of === null) others.push(file)
    else named.push({ of, file })
  }
  const drafts = new Map<string, Draft>()
  for (const { of, file } of named) if (isOwn(of, named)) add(drafts, of, file)
  const channels = [...drafts.values()].flatMap(withExtendedName)
  for (const { of, file } of named) if (!isOwn(of, named)) share(channels, of, file)
  return { channels, others }
}

/** Whether the file is one channel's: else all of its type share it. */
function isOwn(of: SysfsName, named: readonly { readonly of: SysfsName }[]): boolean {
  if (of.isOne) return true
  const ofType = named.filter(({ of: other }) => other.direction === of.direction && other.type === of.type)
  return (
    ofType.some(({ of: other }) => other.id === of.id && ofOneChannel.has(other.attribute)) ||
    ofType.every(({ of: other }) => !other.isOne)
  )
}

function attributeOf({ file, isReadOnly }: AttributeFile, name: string): FoundAttribute {
  return { name, value: null, file, isReadOnly }
}

function add(drafts: Map<string, Draft>, of: SysfsName, file: AttributeFile): void {
  const key = `${of.direction}_${of.id}`
  const draft = drafts.get(key) ?? { id: of.id, direction: of.direction, of, name: '', attributes: new Map() }
  drafts.set(key, draft)
  if (!draft.attributes.has(of.attribute)) draft.attributes.set(of.attribute, attributeOf(file, of.attribute))
}

/** `in_voltage0_vccint_raw`: the channel is called voltage0 as well, and its attribute raw. Two names are two channels. */
function withExtendedName(draft: Draft): readonly Draft[] {
  const { attributes } = draft
  const names = new Set<string>()
  for (const attribute of attributes.keys()) {
    const [, name, value] = /^(.+)_(raw|input|en)$/.exec(attribute) ?? []
    if (name === undefined || value === undefined || noExtendedNames.has(name) || attributes.has(value)) continue
    if (value !== 'en' || attributes.has(`${name}_index`)) names.add(name)
  }
  if (names.size === 0) return [draft]
  return [...names].map((name) => {
    const own = new Map<string, FoundAttribute>()
    for (const [attribute, found] of attributes) {
      const isOfOther = [...names].some((other) => other !== name && attribute.startsWith(`${other}_`))
      const short = attribute.startsWith(`${name}_`) ? attribute.slice(name.length + 1) : attribute
      if (!isOfOther) own.set(short, { ...found, name: short })
    }
    return { ...draft, id: names.size === 1 ? draft.id : `${draft.id}_${name}`, name, attributes: own }
  })
}

/** Channels that have an attribute of that name themselves keep it. */
function share(channels: readonly Draft[], of: SysfsName, file: AttributeFile): void {
  const ofType = channels.filter(({ direction, of: own }) => direction === of.direction && own.type === of.type)
  const alike = ofType.filter(({ of: own }) => own.isDifferential === of.isDifferential)
  for (const { attributes } of alike.length > 0 ? alike : ofType)
    if (!attributes.has(of.attribute)) attributes.set(of.attribute, attributeOf(file, of.attribute))
}
