// Boards on the networks of this machine that say that they run iiod: DNS-SD over multicast DNS, `_iio._tcp`. Each network is asked
// twice, and only when somebody wants to know.
import os from 'node:os'
import mdns from 'multicast-dns'
import type { Clock } from '#main/runtime/clock.ts'
import { hostPortText } from '#shared/host-port.ts'
import { shown } from '../client/index.ts'
import { defaultIiodPort } from '../server/server.ts'
import { BoardRecords } from './board-records.ts'

export interface FoundBoard {
  /** As the board calls itself: `iiod on pluto`. */
  readonly name: string
  /** `ip:192.168.2.1`: what `--connect` takes. */
  readonly address: string
}

export interface FindOptions {
  readonly clock: Clock
  /** How long answers are waited for, ms. */
  readonly forMs: number
  /** Addresses of this machine whose networks are asked. Default: all of IPv4 but loopback. */
  readonly interfaces?: readonly string[]
  /** Default: that of multicast DNS. */
  readonly port?: number
}

const serviceType = '_iio._tcp.local'

/** @returns boards that answered in time, by their names; each address once. A network that cannot be asked has none. */
export async function findBoards(options: FindOptions): Promise<readonly FoundBoard[]> {
  const { clock, forMs, interfaces = ownAddresses(), port } = options
  const records = new BoardRecords(serviceType)
  const networks = interfaces.map((address) => {
    const network = mdns({ interface: address, bind: '0.0.0.0', ...(port !== undefined && { port }) })
    network.on('error', () => undefined)
    network.on('warning', () => undefined)
    network.on('response', ({ answers = [], additionals = [] }) => {
      for (const question of records.add([...answers, ...additionals])) network.query(question)
    })
    return network
  })
  const ask = (): void => {
    for (const network of networks) network.query(serviceType, 'PTR')
  }
  ask()
  // What is lost is asked again: nobody answers for the network.
  const again = clock.timer(forMs / 3, ask)
  await new Promise<void>((resolve) => {
    clock.timer(forMs, resolve)
  })
  again.dispose()
  await Promise.all(networks.map((network) => new Promise<void>((resolve) => network.destroy(resolve))))
  const boards = records.boards().map(({ name, host, port: at }) => ({
    name: shown(name),
    address: `ip:${at === defaultIiodPort ? host : hostPortText({ host, port: at })}`,
  }))
  return boards
    .filter(({ address }, k) => boards.findIndex((other) => other.address === address) === k)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** Of IPv4: what boards on USB and in a laboratory have. */
function ownAddresses(): readonly string[] {
  return Object.values(os.networkInterfaces()).flatMap((addresses = []) =>
    addresses.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  )
}
