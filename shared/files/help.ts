// The part of --help about files as sources: from the same table that reads the options.
import { fileFormats } from '../kinds/formats.ts'
import { optionNames, optionRules } from './options.ts'

const indent = 37
const width = 122

/** A word before its text, which goes on below itself. */
function entry(word: string, text: string): string {
  const lines = ['']
  for (const part of text.split(' ')) {
    const line = lines.at(-1)!
    if (line !== '' && line.length + 1 + part.length > width - indent) lines.push(part)
    else lines[lines.length - 1] = line === '' ? part : `${line} ${part}`
  }
  return `  ${word}`.padEnd(indent) + lines.join(`\n${' '.repeat(indent)}`)
}

export const fileHelp = `A source file:PATH plays text with numbers (CSV), WAV, AIFF, NumPy, SigMF, sigrok, raw samples or a recording, in a loop, one sample per ADC
sample. PATH may be quoted, escaped, a file:// URL, or begin with ~/. What was decided about the file is told (--list,
voltage0/source_file) and can be decided otherwise: file:PATH?column=2&unit=mV. A path with a ? in it is written in
quotes. The options:

${optionNames
  .map((name) => {
    const { of, allowed } = optionRules[name]
    return entry(`${name}=`, `${allowed}${of.length === fileFormats.length ? '' : ` (${of.join(', ')})`}`)
  })
  .join('\n')}`
