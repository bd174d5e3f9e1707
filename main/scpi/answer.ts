// Response data (IEEE 488.2, 8.7).

/** The pieces of an answer, in order: texts, and bytes that a block announces. */
export type Answer = string | readonly (string | Uint8Array)[]

/** What is answered where there is no number (SCPI-99, volume 1, 7.2.1.5). */
export const notANumber = '9.91E+37'

/** Digits, with a point where there is an exponent: `2`, `0.25`, `2.0E-7` (8.7.2 to 8.7.4). */
export function numberText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return notANumber
  return String(value)
    .toUpperCase()
    .replace(/^(-?\d+)E/, '$1.0E')
}

/** `"a ""name"""` */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** A definite-length block: `#15hello`. */
export function block(bytes: Uint8Array): Answer {
  const length = String(bytes.length)
  return [`#${length.length}${length}`, bytes]
}
