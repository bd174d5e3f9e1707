// What headings say: `CH1 (mV)`, `Time [s]`, `Kanal A in V`, a row of units of its own. A name, and a unit if one is named.

export type HeadingUnit =
  /** `symbol` is how it is told; `factor`: volts (or the base unit, played as volts) per number. */
  | { readonly kind: 'signal'; readonly symbol: string; readonly factor: number }
  | { readonly kind: 'code' }
  | { readonly kind: 'logic' }
  /** `seconds` per number. */
  | { readonly kind: 'time'; readonly symbol: string; readonly seconds: number }
  /** Numbers of samples. */
  | { readonly kind: 'count' }

export interface Heading {
  /** As the file has it. */
  readonly text: string
  /** Without the unit. */
  readonly name: string
  readonly unit: HeadingUnit | null
}

const prefixes: Readonly<Record<string, number>> = {
  f: 1e-15,
  p: 1e-12,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  femto: 1e-15,
  pico: 1e-12,
  nano: 1e-9,
  micro: 1e-6,
  milli: 1e-3,
  kilo: 1e3,
  mega: 1e6,
  giga: 1e9,
}

const timeUnits: Readonly<Record<string, number>> = {
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  hours: 3600,
  day: 86400,
  days: 86400,
}

const codeWords = /^(adc|codes?|counts?|lsbs?|raw|digits?|int16|adc ?(codes?|counts?|values?)|raw ?(codes?|values?))$/i
const countWords = /^(sequence|samples?|samp|smp|index|idx|points?|pts|number|no\.?|nr\.?|n|#)$/i
const logicWords = /^(logic|logic ?levels?|bool(ean)?|digital|binary)$/i

/** The unit that a text is; null when it is none. */
export function parseUnit(text: string): HeadingUnit | null {
  const unit = text
    .trim()
    .replace(/^[([{<]\s*(.*?)\s*[)\]}>]$/, '$1')
    .replace(/[µμ]/g, 'u')
  if (unit === '') return null
  const time = timeOf(unit)
  if (time !== null) return { kind: 'time', symbol: unit, seconds: time }
  const volts = /^(f|p|n|u|m|k|K|M|G|milli|micro|nano|kilo|mega)?\s?(v|volts?|vpp|vrms|vdc|vac|vpk)$/i.exec(unit)
  if (volts !== null) {
    const prefix = prefixOf(volts[1] ?? '')
    return { kind: 'signal', symbol: `${shortPrefix(prefix)}V`, factor: prefix }
  }
  const other =
    /^(f|p|n|u|m|k|M|G|milli|micro|nano|kilo|mega)?(A|amps?|amperes?|W|watts?|Ohms?|\u03a9|Pa|bar|N|g|T|Hz|C|K|\u00b0C|degC|deg|\u00b0|%|dB|dBm|dBV|m\/s\u00b2?|m\/s2|m\/s\^2)$/.exec(
      unit,
    )
  if (other !== null) return { kind: 'signal', symbol: unit, factor: prefixOf(other[1] ?? '') }
  if (codeWords.test(unit)) return { kind: 'code' }
  if (logicWords.test(unit)) return { kind: 'logic' }
  return countWords.test(unit) ? { kind: 'count' } : null
}

/** Small letters where a prefix has only one meaning: `MV` is a million volts, `KV` and `UV` are what they look like. */
function prefixOf(text: string): number {
  return prefixes[text] ?? prefixes[text.toLowerCase()] ?? 1
}

function shortPrefix(factor: number): string {
  return Object.entries(prefixes).find(([prefix, value]) => value === factor && prefix.length <= 1)?.[0] ?? ''
}

function timeOf(unit: string): number | null {
  const seconds = /^(f|p|n|u|m|k|femto|pico|nano|micro|milli)?\s?(s|sec|secs|seconds?|sek|sekunden?)$/i.exec(unit)
  if (seconds !== null) return prefixOf((seconds[1] ?? '').toLowerCase())
  const word = unit.toLowerCase()
  return Object.hasOwn(timeUnits, word) ? (timeUnits[word] ?? null) : null
}

/** Units that no name of a channel is taken for: not the ampere of `Channel A`, not the number of `Sample n`. */
function isSure(unit: HeadingUnit | null): boolean {
  if (unit === null) return false
  return unit.kind === 'time' || (unit.kind === 'signal' && unit.symbol.endsWith('V'))
}

/** Reads a heading; a text that is only a unit is a name as well. */
export function parseHeading(text: string): Heading {
  const trimmed = text.trim()
  const named = (name: string, unit: HeadingUnit | null): Heading => ({
    text: trimmed,
    name: name.trim() === '' ? trimmed : name.trim(),
    unit,
  })
  for (const bracket of trimmed.matchAll(/[([{<]([^()[\]{}<>]*)[)\]}>]/g)) {
    const unit = parseUnit(bracket[1]!)
    if (unit !== null) return named(trimmed.replace(bracket[0], ' '), unit)
  }
  // LTspice names nodes: V(out), I(R1). What is in the brackets is no unit.
  const node = /^([VI])\(.+\)$/.exec(trimmed)?.[1]
  if (node !== undefined) return named(trimmed, parseUnit(node === 'V' ? 'V' : 'A'))
  const divided = /^(.+?)\s*\/\s*([^/\s]+)$/.exec(trimmed) ?? /^(.*?)\s*\bin\s+(\S+)$/i.exec(trimmed)
  const dividedUnit = divided === null ? null : parseUnit(divided[2]!)
  if (divided !== null && dividedUnit !== null) return named(divided[1]!, dividedUnit)
  const apart = /^(.+)[\s,_]+([^\s,_]+)$/.exec(trimmed)
  if (apart !== null) {
    const [, first = '', second = ''] = apart
    if (isSure(parseUnit(second))) return named(first.replace(/[\s,_]+$/, ''), parseUnit(second))
    const before = first.replace(/[\s,_]+$/, '')
    // `Volts, CH1`: the unit stands first.
    if (isSure(parseUnit(before))) return named(second, parseUnit(before))
  }
  const alone = parseUnit(trimmed)
  return named(trimmed, isWord(trimmed) ? alone : null)
}

/** A heading of its own that is surely a unit, and not the letter of a channel. */
function isWord(text: string): boolean {
  const unit = parseUnit(text)
  return isSure(unit) || (unit !== null && (unit.kind !== 'signal' || text.length > 2))
}

/** A row of units: each cell is one or empty, and at least one is surely none of the letters that channels have. */
export function isUnitsRow(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  return filled.every((cell) => parseUnit(cell) !== null) && filled.some((cell) => /^[([{]/.test(cell) || isWord(cell))
}
