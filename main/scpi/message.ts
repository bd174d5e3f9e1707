// A program message as units: a header and its data each (IEEE 488.2, 7.3). Nothing is known here of what headers there are.
import { Cursor } from './cursor.ts'
import { type Datum, readDatum } from './data.ts'
import { refuse } from './errors.ts'
import { mostLetters, splitSuffix } from './mnemonic.ts'

export interface Unit {
  /** `*IDN`: it is none of the tree. */
  readonly isCommon: boolean
  /** It begins at the root: a colon stands before it. */
  readonly isAbsolute: boolean
  /** As they were typed, without colons. */
  readonly words: readonly string[]
  readonly isQuery: boolean
  readonly data: readonly Datum[]
}

/**
 * The units of a message without its end.
 * @param text a character for each byte
 * @throws ScpiError
 */
export function parseMessage(text: string): readonly Unit[] {
  const cursor = new Cursor(text)
  const units: Unit[] = []
  cursor.skipSpace()
  if (cursor.isAtEnd) return units
  for (;;) {
    units.push(readUnit(cursor))
    if (cursor.isAtEnd) return units
    // readUnit ends before a semicolon, or at the end.
    cursor.skip(1)
    cursor.skipSpace()
  }
}

function readUnit(cursor: Cursor): Unit {
  const isCommon = cursor.take(/\*/y) !== ''
  const isAbsolute = !isCommon && cursor.take(/:/y) !== ''
  const words = [readWord(cursor)]
  while (!isCommon && cursor.take(/:/y) !== '') words.push(readWord(cursor))
  const isQuery = cursor.take(/\?/y) !== ''
  if (!cursor.isBetween || cursor.sign === ',')
    return /[!-~]/.test(cursor.sign) ? refuse(-111, `${words.join(':')}${cursor.sign}`) : cursor.refuseSign()
  return { isCommon, isAbsolute, words, isQuery, data: readData(cursor) }
}

function readWord(cursor: Cursor): string {
  const word = cursor.take(/[a-z]\w*/iy)
  if (word === '') return cursor.isAtEnd ? refuse(-102) : cursor.refuseSign()
  // The number behind it does not count.
  return splitSuffix(word).letters.length > mostLetters ? refuse(-112, word) : word
}

function readData(cursor: Cursor): readonly Datum[] {
  const data: Datum[] = []
  cursor.skipSpace()
  if (cursor.isAtEnd || cursor.sign === ';') return data
  for (;;) {
    data.push(readDatum(cursor))
    cursor.skipSpace()
    if (cursor.isAtEnd || cursor.sign === ';') return data
    if (cursor.sign !== ',') return refuse(-103, cursor.sign)
    cursor.skip(1)
    cursor.skipSpace()
  }
}
