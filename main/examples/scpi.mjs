// SCPI over a raw socket, from plain Node. Usage: node main/examples/scpi.mjs PORT [FILE]
// Sets channel, time base, trigger and block size, takes a single record, measures, and reads its samples (into FILE).
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'

class Scpi {
  #socket
  #received = Buffer.alloc(0)
  #isEnded = false
  #wake = () => undefined

  constructor(socket) {
    this.#socket = socket
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    socket.on('close', () => {
      this.#isEnded = true
      this.#wake()
    })
  }

  static async open(port, host = '127.0.0.1') {
    const socket = connect(port, host)
    await once(socket, 'connect')
    return new Scpi(socket)
  }

  write(message) {
    this.#socket.write(`${message}\n`)
  }

  /** A line of text. */
  async query(message) {
    this.write(message)
    const length = await this.#upTo(() => this.#received.indexOf('\n'))
    return this.#take(length + 1)
      .toString()
      .trimEnd()
  }

  /** The bytes of a definite-length block: #, how many digits, the length, and the bytes. */
  async queryBlock(message) {
    this.write(message)
    await this.#have(2)
    const digits = Number(this.#take(2).toString()[1])
    await this.#have(digits)
    const length = Number(this.#take(digits).toString())
    await this.#have(length + 1)
    return this.#take(length + 1).subarray(0, length)
  }

  close() {
    this.#socket.end()
  }

  #have(count) {
    return this.#upTo(() => (this.#received.length >= count ? count : -1))
  }

  async #upTo(find) {
    for (;;) {
      const found = find()
      if (found >= 0) return found
      if (this.#isEnded) throw new Error('the instrument has ended the connection')
      await new Promise((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #take(count) {
    const taken = this.#received.subarray(0, count)
    this.#received = this.#received.subarray(count)
    return taken
  }
}

const [port = '5025', file] = process.argv.slice(2)
const scope = await Scpi.open(Number(port))
console.log(await scope.query('*IDN?'))

scope.write(':CHANnel1:SCALe 0.2; OFFSet 0')
scope.write(':TIMebase:SCALe 50 US')
scope.write(':TRIGger:KIND EDGE; LEVel 100 MV; SLOPe RISing')
scope.write(':BUFFer:BLOCk 16384')

// Waits until the record is whole.
scope.write(':SINGle')
await scope.query('*OPC?')

console.log(`frequency: ${await scope.query(':MEASure:FREQuency? CHANnel1')} Hz`)
scope.write(':WAVeform:SOURce CHANnel1; FORMat WORD')
const samples = await scope.queryBlock(':WAVeform:DATA?')
const [, , points, , xIncrement, xOrigin, , yIncrement, , yReference] = (await scope.query(':WAVeform:PREamble?'))
  .split(',')
  .map(Number)
console.log(`${points} samples, one each ${xIncrement} s, the first ${xOrigin} s after the trigger`)
console.log(`the first is ${(samples.readInt16LE(0) - yReference) * yIncrement} V`)
console.log(`sample ${await scope.query(':WAVeform:SAMPle?')} of the stream`)
if (file !== undefined) writeFileSync(file, samples)

const error = await scope.query(':SYSTem:ERRor?')
if (!error.startsWith('0,')) throw new Error(error)
scope.close()
