// `launchElectron` as a program, for its test: PROGRAM APP [WORD ...].

import { launchElectron } from '#main/cli/launch.ts'
import { ProgramEnd } from '#main/runtime/program-end.ts'

const [program = '', app = '', ...words] = process.argv.slice(2)
const complain = (sentence: string): void => void process.stderr.write(`${sentence}\n`)
process.exitCode = await launchElectron({ program, app, words }, new ProgramEnd(), complain)
