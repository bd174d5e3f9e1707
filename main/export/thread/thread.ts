// Entry of the thread that encodes one export. It runs until it is ended. Who captures goes first.
import { parentPort } from 'node:worker_threads'
import { niceness, setThreadPriority } from '#main/runtime/thread-priority.ts'
import type { ToEncoder } from './messages.ts'
import { encodingService } from './serve.ts'

const port = parentPort!
const answerTo = encodingService()

setThreadPriority(niceness.analysis)
port.on('message', (message: ToEncoder) => port.postMessage(answerTo(message)))
