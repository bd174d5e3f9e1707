// The manual page: what `--help` prints, as `man blockscope` shows it.
import { helpText } from '#main/cli/index.ts'
import { type About, description, synopsis } from './about.ts'

/** Text as it stands, in the language of manual pages: no backslash, and no dot or quote at the begin of a line, is a command. */
const plain = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replace(/^(?=[.'])/gm, '\\&')
    .replaceAll('-', '\\-')

/** @param epoch time of the sources, Unix seconds */
export function manualText({ name, version }: About, epoch: number): string {
  const day = new Date(epoch * 1000).toISOString().slice(0, 10)
  const [usage = '', ...options] = helpText.replaceAll('npm start --', name).split('\n')
  return `.TH BLOCKSCOPE 1 ${day} "Blockscope ${version}"
.SH NAME
${name} \\- ${synopsis}
.SH SYNOPSIS
${plain(usage.replace('Usage: ', ''))}
.PP
${name} FILE opens a session or a recording's description.
.SH DESCRIPTION
${plain(description.join('\n'))}
.SH OPTIONS
.nf
${plain(options.join('\n').trim())}
.fi
`
}
