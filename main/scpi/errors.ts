// Errors by their standard numbers (SCPI-99, volume 2, chapter 21), as the error queue holds them.

/** What the standard calls them. */
export const errorTexts = {
  [-101]: 'Invalid character',
  [-102]: 'Syntax error',
  [-103]: 'Invalid separator',
  [-104]: 'Data type error',
  [-108]: 'Parameter not allowed',
  [-109]: 'Missing parameter',
  [-111]: 'Header separator error',
  [-112]: 'Program mnemonic too long',
  [-113]: 'Undefined header',
  [-114]: 'Header suffix out of range',
  [-121]: 'Invalid character in number',
  [-123]: 'Exponent too large',
  [-124]: 'Too many digits',
  [-128]: 'Numeric data not allowed',
  [-131]: 'Invalid suffix',
  [-134]: 'Suffix too long',
  [-138]: 'Suffix not allowed',
  [-141]: 'Invalid character data',
  [-144]: 'Character data too long',
  [-148]: 'Character data not allowed',
  [-151]: 'Invalid string data',
  [-158]: 'String data not allowed',
  [-161]: 'Invalid block data',
  [-168]: 'Block data not allowed',
  [-171]: 'Invalid expression',
  [-178]: 'Expression data not allowed',
  [-200]: 'Execution error',
  [-203]: 'Command protected',
  [-221]: 'Settings conflict',
  [-222]: 'Data out of range',
  [-224]: 'Illegal parameter value',
  [-225]: 'Out of memory',
  [-230]: 'Data corrupt or stale',
  [-241]: 'Hardware missing',
  [-350]: 'Queue overflow',
  [-363]: 'Input buffer overrun',
  [-440]: 'Query UNTERMINATED after indefinite response',
} as const

export type ErrorNumber = keyof typeof errorTexts

/** Longest text of an error with what is said of it, characters (SCPI-99, 21.8.1). */
const mostText = 255

/** Signs of sentences that ASCII does not have. */
const plainSigns: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '−': '-',
  '…': '...',
  '±': '+-',
  '×': 'x',
  '→': '->',
  '≤': '<=',
  '≥': '>=',
  µ: 'u',
  μ: 'u',
  Ω: 'Ohm',
  '°': 'deg',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
}

/**
 * In printable ASCII, as a client reads it that knows of nothing else: an entry of the queue is one line, whatever was sent. Any other
 * sign is told by its number: `\x0d`.
 */
function plain(text: string): string {
  return text.replace(
    /[^ -~]/gu,
    (sign) => plainSigns[sign] ?? `\\x${sign.codePointAt(0)!.toString(16).padStart(2, '0')}`,
  )
}

/** Why a message is refused. */
export class ScpiError extends Error {
  readonly number: ErrorNumber

  /** @param detail what it was about, in words of its own; empty: nothing is to be said */
  constructor(number: ErrorNumber, detail = '') {
    super(`${errorTexts[number]}${detail === '' ? '' : `;${plain(detail)}`}`.slice(0, mostText))
    this.name = 'ScpiError'
    this.number = number
  }
}

/** Throws a {@link ScpiError}; usable as an expression. */
export function refuse(number: ErrorNumber, detail = ''): never {
  throw new ScpiError(number, detail)
}

/** The bit of the standard event status register that errors of this class set. */
export function eventBit(number: number): number {
  if (number <= -400) return 4
  if (number <= -300) return 8
  return number <= -200 ? 16 : 32
}
