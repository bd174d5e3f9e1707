// Topics: what one end of a port offers the other, in groups. A topic has calls, events and a slice of state; its file says
// all of it, with the shape of every request and whether a call changes anything. rpc iterates over the table of topics
// and knows none of them.
import type { GenericSchema } from 'valibot'

/** Stands for a type; at run time there is nothing in it. */
export interface Shape<T> {
  readonly shape?: () => T
}

export const of = <T>(): Shape<T> => ({})

/** Who carries a call out: the service, or the viewer's own object there (its view, and nothing that others see). */
export type CallOwner = 'service' | 'viewer'

export interface Call<Request = unknown, Result = unknown, By extends CallOwner = CallOwner> {
  /** What a request must look like: anything else is refused with EINVAL before it is carried out. */
  readonly request: GenericSchema<unknown, Request>
  readonly result: Shape<Result>
  /** Whether it changes anything that others see: refused with EACCES for who only looks. */
  readonly changes: boolean
  readonly by: By
  /** It changes something, and is open to whoever may change things at all, even while others are to be left alone. */
  readonly outOfTurn?: true
}

/** A call that changes what others see. */
export function changing<Request, Result>(
  request: GenericSchema<unknown, Request>,
  result: Shape<Result>,
): Call<Request, Result, 'service'> {
  return { request, result, changes: true, by: 'service' }
}

/** A call that only looks. */
export function looking<Request, Result>(
  request: GenericSchema<unknown, Request>,
  result: Shape<Result>,
): Call<Request, Result, 'service'> {
  return { request, result, changes: false, by: 'service' }
}

/** A call that concerns the viewer that makes it, and nobody else. */
export function ofViewer<Request, Result>(
  request: GenericSchema<unknown, Request>,
  result: Shape<Result>,
): Call<Request, Result, 'viewer'> {
  return { request, result, changes: false, by: 'viewer' }
}

/** A call that concerns the viewer that makes it, and that others see: who may only look is refused it. */
export function ofOperator<Request, Result>(
  request: GenericSchema<unknown, Request>,
  result: Shape<Result>,
): Call<Request, Result, 'viewer'> {
  return { request, result, changes: true, by: 'viewer', outOfTurn: true }
}

export interface EventKind<Data = unknown> {
  readonly data: Shape<Data>
  /** Of how many a viewer that does not keep up gets the newest. */
  readonly keep: number
}

/** An event of which only the newest counts. */
export const newest = <Data>(): EventKind<Data> => ({ data: {}, keep: 1 })

/** An event that is told one by one; of a flood, a viewer that does not keep up gets the newest `keep`. */
export const oneByOne = <Data>(keep: number): EventKind<Data> => ({ data: {}, keep })

export interface Slice<Fields extends object = object> {
  readonly fields: Shape<Fields>
  /** What a viewer takes for true of a service that has no such topic; null: it cannot do without. */
  readonly absent: Fields | null
}

/** A slice of the state: these fields, told together whenever one of them changes. */
export function slice<Fields extends object>(absent: Fields | null = null): Slice<Fields> {
  return { fields: {}, absent }
}

export interface Topic {
  /** Raised when a call, an event or the slice changes its shape. */
  readonly version: number
  /** A viewer that does not find this topic, in its version, cannot work at all. */
  readonly essential: boolean
  readonly calls: { readonly [name: string]: Call }
  readonly events: { readonly [name: string]: EventKind }
  readonly state: Slice | null
}

interface TopicParts<C, E, S, X> {
  readonly version?: number
  readonly essential?: X
  readonly calls?: C
  readonly events?: E
  readonly state?: S
}

type None = { readonly [name in never]: never }

/**
 * A topic. Without a version it is the first.
 * @throws TypeError when a viewer could do without the topic, but nothing says what its state then is
 */
export function defineTopic<
  const C extends Topic['calls'] = None,
  const E extends Topic['events'] = None,
  const S extends Slice | null = null,
  const X extends boolean = false,
>(parts: TopicParts<C, E, S, X>) {
  const { version = 1, essential = false as X, calls = {} as C, events = {} as E, state = null as S } = parts
  if (!essential && state !== null && state.absent === null)
    throw new TypeError('A topic that is not essential says what its state is where it is absent: slice({ ... }).')
  return { version, essential, calls, events, state }
}

export interface Topics {
  readonly [name: string]: Topic
}

/** Everything below is read off a table of topics `T`. */
type Name<T, Part extends 'calls' | 'events'> = {
  [K in keyof T]: T[K] extends { readonly [P in Part]: infer Of } ? keyof Of : never
}[keyof T] &
  string

type Found<T, Part extends 'calls' | 'events', N extends string> = {
  [K in keyof T]: T[K] extends { readonly [P in Part]: { readonly [M in N]: infer One } } ? One : never
}[keyof T]

export type CallName<T> = Name<T, 'calls'>
export type EventName<T> = Name<T, 'events'>

export type RequestOf<T, N extends CallName<T>> =
  Found<T, 'calls', N> extends { readonly request: GenericSchema<unknown, infer Request> } ? Request : never
export type ResultOf<T, N extends CallName<T>> =
  Found<T, 'calls', N> extends { readonly result: Shape<infer Result> } ? Result : never
export type EventData<T, N extends EventName<T>> =
  Found<T, 'events', N> extends { readonly data: Shape<infer Data> } ? Data : never

/** The names of the calls that `By` carries out. */
export type CallNameOf<T, By extends CallOwner> = {
  [N in CallName<T>]: Found<T, 'calls', N> extends { readonly by: By } ? N : never
}[CallName<T>]

/** The one argument of a call; it may be left out where there need be none. */
export type Arguments<T, N extends CallName<T>> =
  undefined extends RequestOf<T, N> ? [request?: RequestOf<T, N>] : [request: RequestOf<T, N>]

/** The names of the topics that have state. */
export type SliceName<T> = {
  [K in keyof T]: T[K] extends { readonly state: Slice } ? K : never
}[keyof T] &
  string

/** Those of them that no viewer can do without. */
export type EssentialSliceName<T> = {
  [K in SliceName<T>]: T[K] extends { readonly essential: true } ? K : never
}[SliceName<T>]

export type FieldsOf<T, K extends keyof T> = T[K] extends { readonly state: Slice<infer Fields> } ? Fields : never

/** Fields of every slice, by topic. */
export type Slices<T> = { readonly [K in SliceName<T>]: FieldsOf<T, K> }

/** Intersection of a union. */
type Together<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer All) => void ? All : never

/** The whole state: the fields of all slices together. */
export type StateOf<T> = Together<{ [K in SliceName<T>]: FieldsOf<T, K> }[SliceName<T>]>

/** The slices that no viewer can do without. */
export type EssentialSlices<T> = { readonly [K in EssentialSliceName<T>]: FieldsOf<T, K> }

/** Every slice that a viewer can do without, by topic, as it is where the topic is absent. */
export function absentSlices(topics: Topics): { readonly [topic: string]: object } {
  return Object.fromEntries(
    Object.entries(topics).flatMap(([name, { state }]) => (state?.absent ? [[name, state.absent]] : [])),
  )
}

/** The calls of all topics by name. @throws TypeError when two topics have a call or an event of one name */
export function callsOf(topics: Topics): ReadonlyMap<string, Call> {
  return collect(topics, 'calls')
}

/** The events of all topics by name. @throws TypeError as {@link callsOf} */
export function eventsOf(topics: Topics): ReadonlyMap<string, EventKind> {
  return collect(topics, 'events')
}

function collect<Part extends 'calls' | 'events'>(topics: Topics, part: Part) {
  const all = new Map<string, Topic[Part][string]>()
  for (const [topic, parts] of Object.entries(topics))
    for (const [name, one] of Object.entries(parts[part]) as [string, Topic[Part][string]][]) {
      if (all.has(name)) throw new TypeError(`Two topics have '${name}'; one of them is ${topic}.`)
      all.set(name, one)
    }
  return all
}
