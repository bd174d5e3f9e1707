// What a service offers to whoever puts it on a port, and what a viewer gets of it.
import type { Disposable, Event } from '../lifecycle.ts'
import type { StateBoard } from './state-board.ts'
import type {
  Arguments,
  CallName,
  CallNameOf,
  EventData,
  EventName,
  FieldsOf,
  ResultOf,
  SliceName,
  Slices,
  StateOf,
  Topics,
} from './topic.ts'

/** The calls that the service carries out, each answered now or later. */
export type ServiceCalls<T> = {
  readonly [N in CallNameOf<T, 'service'>]: (...args: Arguments<T, N>) => ResultOf<T, N> | Promise<ResultOf<T, N>>
}

/** The calls that one viewer's object carries out, each at once. */
export type ViewerCalls<T> = {
  readonly [N in CallNameOf<T, 'viewer'>]: (...args: Arguments<T, N>) => ResultOf<T, N>
}

type OwnCalls<T, K extends keyof T> = Pick<ServiceCalls<T>, CallNameOf<Pick<T, K>, 'service'> & keyof ServiceCalls<T>>
type OwnEvents<T, K extends keyof T> = {
  readonly [N in EventName<Pick<T, K>>]: Event<EventData<Pick<T, K>, N>>
}
type IfAny<Name, Part> = [Name] extends [never] ? unknown : Part

/** What serves one topic: its calls, its events and what its slice of the state is now, as far as it has them. */
export type ServedTopic<T, K extends keyof T> = IfAny<
  CallNameOf<Pick<T, K>, 'service'>,
  { readonly calls: OwnCalls<T, K> }
> &
  IfAny<EventName<Pick<T, K>>, { readonly events: OwnEvents<T, K> }> &
  IfAny<SliceName<Pick<T, K>>, { readonly state: () => FieldsOf<T, K> }>

/** What serves each topic of a table. */
export type ServedTopics<T> = { readonly [K in keyof T]: ServedTopic<T, K> }

/** A service put together from what serves each of its topics. */
export interface Assembled<T> {
  readonly handlers: ServiceCalls<T>
  readonly events: { readonly [N in EventName<T>]: Event<EventData<T, N>> }
  /** What the state is now, slice by slice. */
  slices(): Slices<T>
}

export function assemble<T extends Topics>(served: ServedTopics<T>): Assembled<T> {
  const parts = Object.entries(served) as [string, { calls?: object; events?: object; state?: () => object }][]
  return {
    handlers: Object.assign({}, ...parts.map(([, { calls }]) => calls)) as ServiceCalls<T>,
    events: Object.assign({}, ...parts.map(([, { events }]) => events)) as Assembled<T>['events'],
    slices: () =>
      Object.fromEntries(parts.flatMap(([topic, { state }]) => (state ? [[topic, state()]] : []))) as Slices<T>,
  }
}

/** One viewer as the service sees it. Disposing it frees everything it held. */
export type ServedViewer<T> = ViewerCalls<T> & FrameSource & Disposable

export interface FrameSource {
  /**
   * The newest frame that differs from the one returned before: resolves when there is something new to show. At most
   * one call is outstanding. Rejects with ECANCELED when the viewer is disposed. Its sequence is stamped by the server.
   */
  nextFrame(): Promise<Uint8Array>
}

/** @typeParam About what hello says of the service */
export interface Service<T extends Topics, About> {
  readonly topics: T
  readonly handlers: ServiceCalls<T>
  readonly events: { readonly [N in EventName<T>]: Event<EventData<T, N>> }
  readonly board: StateBoard<T>
  /** Brings the board up to date, and returns all of it. */
  state(): StateOf<T>
  about(): About
  /** @param client as it calls itself */
  openViewer(client: string): ServedViewer<T>
}

/** The viewer's side: every call returns a promise; rejections are ErrnoErrors. */
export type ClientCalls<T> = {
  readonly [N in CallName<T>]: (...args: Arguments<T, N>) => Promise<ResultOf<T, N>>
}
