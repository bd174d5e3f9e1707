// Loaded first, it makes a disk of a folder that hangs. BLOCKSCOPE_HANGING names the folder: while BLOCKSCOPE_HANGING.hangs, a pipe, is
// there, each call of the file system on a file below the folder waits in the kernel, as one on a dead network drive does: in the
// opening of that pipe, until somebody opens it to write. It needs neither a right nor a kernel module.
const fs = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')

const threads = require('node:worker_threads')

// Node loads it in each thread; Electron in the main thread alone, and was told of it by words, which are not for Blockscope.
if (threads.isMainThread && process.versions.electron !== undefined) {
  const place = process.argv.indexOf(__filename)
  if (place > 0) process.argv.splice(place - 1, 2)
  threads.Worker = class extends threads.Worker {
    constructor(file, options) {
      super(file, { ...options, execArgv: ['-r', __filename] })
    }
  }
}

const folder = process.env.BLOCKSCOPE_HANGING
const pipe = `${folder}.hangs`
const { existsSync, openSync, closeSync, open, readlinkSync } = fs
const isOnIt = (what) => {
  if (typeof what === 'string') return what === folder || what.startsWith(`${folder}/`)
  if (typeof what !== 'number') return false
  try {
    return isOnIt(readlinkSync(`/proc/self/fd/${what}`))
  } catch {
    return false
  }
}

const wait = () => {
  try {
    closeSync(openSync(pipe, 'r'))
  } catch {
    // It answers again.
  }
}

const sync = [
  ...['access', 'appendFile', 'exists', 'fdatasync', 'fstat', 'fsync', 'ftruncate', 'link', 'lstat', 'mkdir', 'open'],
  ...[
    'readdir',
    'readFile',
    'read',
    'realpath',
    'rename',
    'rm',
    'stat',
    'statfs',
    'utimes',
    'write',
    'writev',
    'writeFile',
  ],
]
for (const name of sync) {
  const original = fs[`${name}Sync`]
  fs[`${name}Sync`] = (...words) => {
    if ((isOnIt(words[0]) || isOnIt(words[1])) && existsSync(pipe)) wait()
    return original(...words)
  }
}

// The same in a thread of the pool.
const hung = (then) =>
  open(pipe, 'r', (_error, descriptor) => {
    if (descriptor !== undefined) closeSync(descriptor)
    then()
  })
for (const name of [...sync, 'close']) {
  const original = fs[name]
  const promised = fs.promises[name]
  if (original !== undefined)
    fs[name] = (...words) => {
      if (isOnIt(words[0]) && existsSync(pipe)) hung(() => original(...words))
      else original(...words)
    }
  if (promised !== undefined)
    fs.promises[name] = async (...words) => {
      if (isOnIt(words[0]) && existsSync(pipe)) await new Promise(hung)
      return promised(...words)
    }
}

// The folder is a drive of its own.
const { readFileSync } = fs
fs.readFileSync = (...words) => {
  const read = readFileSync(...words)
  return words[0] === '/proc/self/mountinfo' ? `${read}1 1 0:1 / ${folder} rw - dead dead rw\n` : read
}
syncBuiltinESMExports()
