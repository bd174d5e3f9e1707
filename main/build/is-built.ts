// Entry of what `npm start` asks first: ends with 0 when everything is built from what is there. It is built itself, because a
// start that loads the builder to find that there is nothing to do waits a second for it.
import { fileURLToPath } from 'node:url'
import { fingerprint } from './fingerprint.ts'
import { isStale } from './stamps.ts'
import { allTargets, inputsOf } from './targets.ts'

// From dist/main, where it runs.
const root = fileURLToPath(new URL('../..', import.meta.url))

process.exitCode = allTargets.some((target) => isStale(root, target, fingerprint(root, inputsOf(target)))) ? 1 : 0
