// A client that speaks SCPI over a raw socket: lines in, lines and blocks out.
import { WireClient } from '../../iiod/testing/wire-client.ts'

export class ScpiClient {
  readonly wire: WireClient

  private constructor(wire: WireClient) {
    this.wire = wire
  }

  static async open(port: number, host?: string): Promise<ScpiClient> {
    return new ScpiClient(await WireClient.open(port, host))
  }

  send(message: string): void {
    this.wire.send(`${message}\n`)
  }

  ask(message: string): Promise<string> {
    this.send(message)
    return this.wire.line()
  }

  /** The bytes of a definite-length block. */
  async askBlock(message: string): Promise<Buffer> {
    this.send(message)
    const head = (await this.wire.bytes(2)).toString('latin1')
    if (!/^#[1-9]$/.test(head)) throw new Error(`no block: ${head}`)
    const bytes = await this.wire.bytes(Number(await this.wire.bytes(Number(head[1]))))
    if ((await this.wire.line()) !== '') throw new Error('more than a block')
    return bytes
  }

  /** All errors that wait, oldest first. */
  async errors(): Promise<readonly string[]> {
    const errors: string[] = []
    for (;;) {
      const error = await this.ask(':SYST:ERR?')
      if (error.startsWith('0,')) return errors
      errors.push(error)
    }
  }

  close(): void {
    this.wire.close()
  }
}
