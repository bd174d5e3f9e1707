// Where an outflow goes: a program that listens, or what a recording can go to, without a description.
import { once } from 'node:events'
import { connect } from 'node:net'
import { fail, say } from '#shared/errors.ts'
import { parseHostPort } from '#shared/host-port.ts'
import { openTarget, type TargetOptions } from '../recorder/open-target.ts'
import type { SampleSink } from '../recorder/sinks/sink.ts'
import { StreamSink } from '../recorder/sinks/stream-sink.ts'

/**
 * Opens `tcp:HOST:PORT`, FILE, a FIFO or `-`.
 * @throws EIO the address cannot be reached; EINVAL it is none; as {@link openTarget} does
 */
export async function openSink(options: TargetOptions): Promise<SampleSink> {
  const { file } = options
  if (!file.startsWith('tcp:')) return (await openTarget(options)).sink
  const { host, port } = parseHostPort(file.slice('tcp:'.length)) ?? { host: '', port: null }
  if (port === null || port === 0) fail('EINVAL', say`'${file}' is no address; write tcp:HOST:PORT.`)
  const socket = connect({ host, port, ...(options.signal !== null && { signal: options.signal }) })
  try {
    await once(socket, 'connect')
  } catch (thrown) {
    socket.destroy()
    const { code = '', message } = thrown as NodeJS.ErrnoException
    fail('EIO', say`${file} cannot be reached (${code === '' ? message : code}).`)
  }
  // What the other side says is not heard, and does not wait to be.
  socket.resume()
  return new StreamSink(file, socket)
}
