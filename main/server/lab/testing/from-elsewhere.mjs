// Comes from another machine, without any code of this program: says what each try was answered, as one line of JSON.
// Arguments: host, port, the certificate to believe in, tokens (who may control, who looks, whose time is over), the port of
// the machine's own page, and the version of the protocol.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { WebSocket } from 'ws'

const [host, port, certFile, control, view, stale, ownPort, protocol] = process.argv.slice(2)
const ca = readFileSync(certFile)

const get = (module, path) =>
  new Promise((resolve) => {
    const request = module.get({ host, port, path, ca, agent: false }, (response) => {
      let body = ''
      response.on('data', (piece) => {
        body += piece
      })
      response.on('end', () => resolve(`${response.statusCode} ${body.trim()}`))
    })
    request.on('error', (error) => resolve(error.code))
  })

/** Says hello and makes these calls, one after another; what each was answered. */
const call = (token, calls) =>
  new Promise((resolve) => {
    const socket = new WebSocket(`wss://${host}:${port}/${token}/port`, { ca })
    const answers = []
    const send = (id) => {
      const hello = { call: 'hello', request: { protocol: Number(protocol), client: 'elsewhere' } }
      socket.send(JSON.stringify({ type: 'call', id, ...(id === 1 ? hello : { call: calls[id - 2] }) }))
    }
    socket.on('open', () => send(1))
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? {} : JSON.parse(data)
      if (message.type !== 'answer' && message.type !== 'error') return
      answers.push(message.type === 'error' ? message.error.message : (message.result?.about?.role ?? 'done'))
      if (message.id <= calls.length) send(message.id + 1)
      else socket.close()
    })
    socket.on('close', () => resolve(answers))
    socket.on('error', (error) => resolve([error.message]))
  })

/** Whether a port of this address answers at all. */
const reach = (address, to) =>
  new Promise((resolve) => {
    const socket = net.connect({ host: address, port: to, timeout: 2000 })
    socket.on('connect', () => socket.destroy() && resolve('reached'))
    socket.on('timeout', () => socket.destroy() && resolve('ETIMEDOUT'))
    socket.on('error', (error) => resolve(error.code))
  })

const said = {
  page: await get(https, `/${control}/`),
  withoutToken: await get(https, '/'),
  unknownToken: await get(https, `/${'0'.repeat(32)}/`),
  staleToken: await get(https, `/${stale}/`),
  withoutTls: await get(http, `/${control}/`),
  view: await call(view, ['listDevices', 'stop', 'askControl']),
  stale: await call(stale, ['stop']),
  control: await call(control, ['stop', 'askControl', 'stop', 'releaseControl', 'stop']),
  pageOfTheMachine: await reach(host, ownPort),
}
process.stdout.write(`${JSON.stringify(said)}\n`)
