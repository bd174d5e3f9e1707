// Attributes as a tree: those of the device first, then one group per channel, buffer or trigger.
import type { AttributeInfo } from '#shared/contract/topics/devices.ts'

export interface AttributeGroup {
  /** Empty for attributes of the device itself. */
  readonly name: string
  readonly attributes: readonly { readonly name: string; readonly info: AttributeInfo }[]
}

/** A list of allowed values belongs to the attribute it is about, which shows it as its choices. */
const isList = (path: string, all: ReadonlySet<string>): boolean =>
  path.endsWith('_available') && all.has(path.slice(0, -'_available'.length))

export function groupAttributes(attributes: readonly AttributeInfo[]): AttributeGroup[] {
  const all = new Set(attributes.map((info) => info.path))
  const groups = new Map<string, { name: string; info: AttributeInfo }[]>([['', []]])
  for (const info of attributes) {
    if (isList(info.path, all)) continue
    const slash = info.path.lastIndexOf('/')
    const group = slash < 0 ? '' : info.path.slice(0, slash)
    const members = groups.get(group) ?? []
    members.push({ name: info.path.slice(slash + 1), info })
    groups.set(group, members)
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([name, members]) => ({ name, attributes: members }))
}
