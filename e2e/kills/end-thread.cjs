// Loaded into the program before its own modules: at SIGUSR2 its hardware thread ends, as a thread does that crashes.
const threads = require('node:worker_threads')

if (threads.isMainThread) {
  // Electron was told of it by words, which are not for Blockscope.
  const place = process.argv.indexOf(__filename)
  if (place > 0) process.argv.splice(place - 1, 2)
  let hardware = null
  threads.Worker = class extends threads.Worker {
    constructor(file, options) {
      super(file, options)
      if (String(file).includes('hardware-thread')) hardware = this
    }
  }
  require('node:module').syncBuiltinESMExports()
  process.on('SIGUSR2', () => void hardware?.terminate())
}
