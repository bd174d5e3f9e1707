// The page of the guide about the IIOD protocol, as the server of the program speaks it.
import { type CommandForm, commandForms } from '#main/iiod/command-forms.ts'
import { errno } from '#shared/errors.ts'
import { cell, code, table } from './reference-pages.ts'

export function iiodPage(): string {
  const rows = Object.values<CommandForm>(commandForms).map(({ form, about, answer }) => [
    code(cell(form)),
    cell(about),
    cell(answer),
  ])
  return `# IIOD protocol

What \`--iiod\` serves to programs that use libiio 0.x: the network protocol of iiod, in ASCII. Such a program needs none of this; it is
for who writes a client. This page is made of the table of commands; a test keeps it so.

A command is a line. Its words are in capitals or in small letters, not mixed, and are divided by blanks; a carriage return before the
newline does not count. Commands are answered one after the other. DEVICE is an id such as \`iio:device0\`, or a name; CHANNEL is an id.
What is in brackets may be left out, and of what a line divides one is chosen.

${table(['command', 'what it does', 'answer'], rows)}

A refusal is -errno as a number, a newline, and nothing behind it: \`-${errno.EINVAL}\` for a line that is no command, \`-${errno.ENODEV}\` for a device that is not
there, \`-${errno.ENOENT}\` for an attribute that it does not have, \`-${errno.EBADF}\` for samples of a stream that is not open. Whatever is refused, the bytes that belong to its line are read: the
next line begins behind them.

Every client gets the channels that it asked for, whoever else streams. Of the device that is captured it borrows blocks, so samples may pass by a
client that is too slow; \`--iiod-overrun\` says whether its stream then ends.
`
}
