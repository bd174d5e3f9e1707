// What a write to an attribute changed, as a seam says it: read from the path and the texts, once, here.
import type { AttributeValue, SeamChange } from '#shared/contract/topics/seams.ts'

/** The text of an attribute as a number where it is a plain decimal that a double holds exactly enough, else as it is. */
export function attributeValue(text: string): AttributeValue {
  const value = Number(text)
  const isPlain = /^-?\d+(\.\d+)?$/.test(text.trim())
  return isPlain && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : text
}

/** The id of the channel that an enable attribute belongs to: `voltage0` of `voltage0/en`, null for any other path. */
function enabledChannel(path: string): string | null {
  return /^(?:in_|scan_elements\/in_)?([\w-]+?)[/_]en$/.exec(path)?.[1] ?? null
}

/**
 * What changed when the attribute `path` of the captured device went from one text to another.
 * @param path as in the device tree: `voltage0/source_frequency`
 */
export function changeOfAttribute(path: string, before: string, after: string): SeamChange {
  if (path === 'sampling_frequency') return { subject: 'samplingFrequency', from: Number(before), to: Number(after) }
  const channel = enabledChannel(path)
  if (channel !== null) return { subject: 'channels', channel, from: before.trim() === '1', to: after.trim() === '1' }
  const subject = /[/_]source(_\w+)?$/.test(path) ? 'source' : 'device'
  return { subject, path, from: attributeValue(before), to: attributeValue(after) }
}
