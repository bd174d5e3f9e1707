// The shape of a request in words, read off what checks it.
import type * as v from 'valibot'

/** What of a schema of valibot is read: its kind, and what it is made of. */
interface Part {
  readonly type: string
  readonly kind: string
  readonly requirement?: unknown
  readonly entries?: Readonly<Record<string, Part>>
  readonly wrapped?: Part
  readonly item?: Part
  readonly key?: Part
  readonly value?: Part
  readonly options?: readonly unknown[]
  readonly literal?: unknown
  readonly pipe?: readonly Part[]
}

const optional: ReadonlySet<string> = new Set(['optional', 'exact_optional'])

/** `a number from 1 to 8`, `a text of at most 64 characters`. */
function bounded(what: string, pipe: readonly Part[], unit = ''): string {
  const bound = (type: string): string | null => {
    const found = pipe.find((part) => part.type === type)?.requirement
    return typeof found === 'number' ? String(found) : null
  }
  const least = bound('min_value') ?? bound('min_length')
  const most = bound('max_value') ?? bound('max_length')
  if (unit !== '') return most === null ? what : `${what} of at most ${most} ${unit}`
  if (least !== null && most !== null) return `${what} from ${least} to ${most}`
  return least === null ? (most === null ? what : `${what} up to ${most}`) : `${what} from ${least}`
}

/** All that is checked, one after the other, also where a pipe begins with another. */
const stepsOf = ({ pipe = [] }: Part): readonly Part[] =>
  pipe.flatMap((step) => (step.pipe === undefined ? [step] : stepsOf(step)))

function inWords(part: Part): string {
  const pipe = stepsOf(part)
  const shape = pipe.findLast(({ kind, type }) => kind === 'schema' && type !== 'custom') ?? part
  switch (shape.type) {
    case 'strict_object':
    case 'object': {
      const fields = Object.entries(shape.entries ?? {}).map(
        ([name, field]) => `${name}${optional.has(field.type) ? '?' : ''}: ${inWords(field)}`,
      )
      return `{ ${fields.join(', ')} }`
    }
    case 'optional':
    case 'exact_optional':
      return inWords(shape.wrapped ?? shape)
    case 'nullable':
      return `${inWords(shape.wrapped ?? shape)}, or null`
    case 'null':
      return 'nothing'
    case 'string':
      return bounded('a text', pipe, 'characters')
    case 'number':
      return bounded(pipe.some(({ type }) => /integer/.test(type)) ? 'a whole number' : 'a number', pipe)
    case 'boolean':
      return 'true or false'
    case 'literal':
      return JSON.stringify(shape.literal)
    case 'picklist':
      return (shape.options ?? []).map((one) => JSON.stringify(one)).join(' or ')
    case 'union':
    case 'variant':
      return (shape.options as readonly Part[]).map(inWords).join(', or ')
    case 'array':
      return `${bounded('a list', pipe, 'items')}, each ${inWords(shape.item ?? shape)}`
    case 'record':
      return `an object of names, each ${inWords(shape.value ?? shape)}`
    default:
      throw new Error(`Nothing says what a ${shape.type} is in words.`)
  }
}

/** @throws Error for a kind of schema that has no words here */
export function shapeText(schema: v.GenericSchema): string {
  return inWords(schema as unknown as Part)
}
