// Pages of the guide that are made of the program's own tables.
import { actions } from '#main/cli/command-line.ts'
import { flags, valued } from '#main/cli/options.ts'
import { ErrnoError } from '#shared/errors.ts'
import { acquisitions } from '#shared/kinds/acquisitions.ts'
import { exportKinds } from '#shared/kinds/exports.ts'
import { formats } from '#shared/kinds/formats.ts'
import { functions } from '#shared/kinds/functions.ts'
import type { Kinds } from '#shared/kinds/kinds.ts'
import { type MeasurementKind, measurements } from '#shared/kinds/measurements.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { describeParameter } from '#shared/kinds/parameter-shape.ts'
import { formatParameter } from '#shared/kinds/parameter-text.ts'
import { triggers } from '#shared/kinds/triggers.ts'

/** Words as a cell of a table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '\\<')
export const code = (text: string): string => `\`${text}\``

/** A table in Markdown. Cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** What a parameter takes, in words. */
const taken = (parameter: Parameter): string =>
  cell(new ErrnoError('EINVAL', describeParameter(parameter)).message.replace(/\.$/, ''))

/** A parameter's default as a command line takes it; empty where it is the empty text. */
function byDefault(parameter: Parameter): string {
  const text = formatParameter(parameter, parameter.default as never)
  return text === '' ? '' : code(text)
}

/** One option, and all that the help says of it. */
interface HelpEntry {
  readonly form: string
  readonly about: string
}

/** The entries of the help: an option begins at the second column, and what it is about goes on below itself. */
export function helpEntries(help: string): readonly HelpEntry[] {
  const entries: { form: string; about: string }[] = []
  for (const line of help.split('\n')) {
    const [, form, about] = /^ {2}(--\S.*?)(?: {2,}(.*))?$/.exec(line) ?? []
    if (form !== undefined) entries.push({ form, about: about ?? '' })
    else if (/^ {10,}\S/.test(line) && entries.length > 0) {
      const last = entries.at(-1)!
      last.about = `${last.about} ${line.trim().replaceAll(/ {2,}/g, ': ')}`.trim()
    } else if (line.trim() !== '' && entries.length > 0) break
  }
  return entries
}

/** Every option that the command line knows. */
export const knownOptions: readonly string[] = [valued, flags, actions]
  .flatMap(Object.keys)
  .concat('--help', '--version')

/** @param help what `--help` prints */
export function optionsPage(help: string): string {
  const rows = helpEntries(help).map(({ form, about }) => [code(form.replaceAll('|', ' or ')), cell(about)])
  const rest = help.slice(help.indexOf('\n\nA source'))
  return `# Options

What \`blockscope --help\` prints, as a table. This page is made of the program's own help; a test keeps it so.

${table(['option', 'what it does'], rows)}

## Sources that are files or streams, and exit codes

\`\`\`text
${rest.trim()}
\`\`\`
`
}

/** Settings of every channel are one row each; attributes of devices are left to `--list`. */
export function settingsPage(leaves: ReadonlyMap<string, Parameter>): string {
  const own = [...leaves].filter(([path]) => !path.startsWith('device/'))
  const rows = new Map(
    own.map(([path, parameter]) => {
      const shown = path.replace(/^channels\..+\.(\w+)$/, 'channels.CHANNEL.$1')
      return [shown, [code(shown), parameter.name, taken(parameter), byDefault(parameter)]] as const
    }),
  )
  return `# Settings

Every setting of the instrument, as \`--set PATH=VALUE\`, the palette, session files and scripts name it. CHANNEL is a channel such as
\`voltage0\`, or \`math1\`. This page is made of the settings themselves; a test keeps it so.

Attributes of devices are settings too: \`sampling_frequency\` and \`voltage0/source\` are those of the device that is captured.
\`blockscope --list\` prints them all, with what each is now.

${table(['path', 'name', 'takes', 'by default'], [...rows.values()])}
`
}

function kindsTable(kinds: Kinds): string {
  const rows = Object.entries(kinds).flatMap(([id, { name, parameters }]) => {
    const values = Object.entries<Parameter>(parameters)
    const first = [code(id), cell(name)]
    if (values.length === 0) return [[...first, '', '', '']]
    return values.map(([value, parameter], k) => [
      ...(k === 0 ? first : ['', '']),
      code(value),
      taken(parameter),
      byDefault(parameter),
    ])
  })
  return table(['kind', 'name', 'set by', 'takes', 'by default'], rows)
}

const unitOf = ({ unit, isShare }: MeasurementKind): string => (isShare ? 'a share' : unit === '1' ? 'a number' : unit)

export function kindsPage(): string {
  const measured = Object.entries<MeasurementKind>(measurements).map(([id, kind]) => [
    code(id),
    kind.name,
    unitOf(kind),
    kind.isBetween ? 'two channels' : 'one channel',
  ])
  const exported = Object.entries(exportKinds).map(([id, { name, ending, about, carriesGaps }]) => [
    code(id),
    name,
    code(`.${ending}`),
    about,
    carriesGaps ? 'in the file' : 'in the description beside it',
  ])
  const played = Object.values(formats).flatMap(({ name, offered }) => (offered === null ? [] : [[name, offered]]))
  return `# Kinds

What there is of each sort. This page is made of the program's own tables; a test keeps it so.

## Triggers

Also what a search looks for. In \`--trigger 'KIND NAME=VALUE'\`; as settings \`trigger.NAME\`. Some values count only with others.

${kindsTable(triggers)}

## Measurements

In \`--measure 'NAME CHANNEL'\`.

${table(['name', 'what it is', 'unit', 'of'], measured)}

## Functions of the math trace

\`math.function\`.

${kindsTable(functions)}

## Acquisition modes

\`acquisition.mode\`.

${kindsTable(acquisitions)}

## Export formats

In \`--export FORMAT:FILE\`, and in the window.

${table(['format', 'name', 'ending', 'what it is', 'missing samples are told'], exported)}

## Files that can be played

${table(['format', 'what it is'], played)}
`
}
