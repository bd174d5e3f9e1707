// `launchElectron` as a program, for its test: PROGRAM APP [WORD ...].
import { launchElectron } from '../launch.ts'

const [program = '', app = '', ...words] = process.argv.slice(2)
process.exitCode = await launchElectron({ program, app, words })
