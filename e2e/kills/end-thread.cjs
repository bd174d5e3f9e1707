// Loaded into the program before its own modules: at SIGUSR2 its hardware thread ends, as a thread does that crashes.
const threads = require('node:worker_threads')

if (threads.isMainThread) {
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
