// Mnemonics: the words of a header. A notation has the short form in capitals: `CHANnel`, `TIMebase`, `WIDTh2`. Both forms
// are taken, in any case; a number behind is 1 where none stands.

/** Longest mnemonic (IEEE 488.2, 7.6.1.4.1). */
export const mostLetters = 12
/** Letters of a short form (SCPI-99, volume 1, 6.2.1). */
const shortLetters = 4

export interface Mnemonic {
  /** Both in capitals, without the number. */
  readonly short: string
  readonly long: string
  readonly suffix: number
}

/** The letters of a word, and the number behind them; null: there is none. */
export function splitSuffix(word: string): { readonly letters: string; readonly suffix: number | null } {
  const [, letters = word, digits = ''] = /^(.*?)(\d*)$/s.exec(word) ?? []
  return { letters, suffix: digits === '' ? null : Number(digits) }
}

/** Reads a notation. */
export function mnemonic(notation: string): Mnemonic {
  const { letters, suffix } = splitSuffix(notation)
  return { short: letters.replace(/[a-z]+/g, ''), long: letters.toUpperCase(), suffix: suffix ?? 1 }
}

/** Whether a word is one of both forms, whatever its number. */
export function isNamed({ short, long }: Pick<Mnemonic, 'short' | 'long'>, word: string): boolean {
  const letters = splitSuffix(word).letters.toUpperCase()
  return letters === short || letters === long
}

/** The first four letters, or three where the fourth is a vowel; a word of four is its own short form. */
function shortened(word: string): string {
  if (word.length <= shortLetters) return word
  return word.slice(0, /[aeiou]/i.test(word[shortLetters - 1] ?? '') ? shortLetters - 1 : shortLetters)
}

/**
 * The notation of a name: `watermark` is `WATermark`, `noiseReject` `NOISeREJect` (each word has its short form), `width2`
 * `WIDTh2`. Null: a mnemonic cannot be made of it.
 */
export function notationOf(name: string): string | null {
  const { letters, suffix } = splitSuffix(name)
  if (!/^[a-z][a-z]*$/i.test(letters)) return null
  const words = letters.match(/^[A-Z]+$|[A-Z]?[a-z]+|[A-Z]/g) ?? []
  const whole = words.map((word) => {
    const { length } = shortened(word)
    return word.slice(0, length).toUpperCase() + word.slice(length).toLowerCase()
  })
  return `${whole.join('').slice(0, mostLetters)}${suffix === null ? '' : suffix}`
}

/** A notation as it is answered: its short form, with its number. */
export function shortForm(notation: string): string {
  return notation.replace(/[a-z]+/g, '')
}
