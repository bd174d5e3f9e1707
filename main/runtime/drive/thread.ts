// Entry of a thread of a drive: does what it is asked for, one call after the other, and answers each.
import { parentPort } from 'node:worker_threads'
import { calls, type FromDriveThread, type ToDriveThread } from './calls.ts'

const port = parentPort!

function answer({ name, args }: ToDriveThread): FromDriveThread {
  try {
    // Which arguments belong to which name the asking side has checked.
    const call = calls[name] as (...given: readonly unknown[]) => unknown
    return { ok: true, value: call(...args) }
  } catch (thrown) {
    const { code = '', message } = thrown as NodeJS.ErrnoException
    return { ok: false, code, message }
  }
}

port.on('messageerror', ({ message }) =>
  port.postMessage({ ok: false, code: 'EIO', message } satisfies FromDriveThread),
)
port.on('message', (message: ToDriveThread) => port.postMessage(answer(message)))
